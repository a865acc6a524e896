using System.Text.Json;
using AiDesk.Evaluation.Figures;

namespace AiDesk.Evaluation.Reports;

/// <summary>The figures as JSON: `files`, `pooled`, `by_lang`, `by_kind`, each with the same members; a figure without rows is null.</summary>
internal static class EvaluationJson
{
    public static void Write(Stream stream, EvaluationResult result)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("files");
        foreach (var (file, figures) in result.Files)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            WriteMembers(json, figures);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("pooled");
        WriteMembers(json, result.Pooled);
        json.WriteEndObject();
        WriteGroups(json, "by_lang", result.ByLanguage);
        WriteGroups(json, "by_kind", result.ByKind);
        json.WriteEndObject();
    }

    private static void WriteGroups(Utf8JsonWriter json, string name, IReadOnlyList<(string Name, DetectorFigures Figures)> groups)
    {
        json.WriteStartObject(name);
        foreach (var (group, figures) in groups)
        {
            json.WriteStartObject(group);
            WriteMembers(json, figures);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, DetectorFigures figures)
    {
        json.WriteNumber("positives", figures.Positives);
        json.WriteNumber("negatives", figures.Negatives);
        Write("auc", figures.AreaUnderCurve);
        Write("recall_deny", figures.RecallAtDeny.Value);
        Write("recall_flag", figures.RecallAtFlag.Value);
        Write("fpr_deny", figures.FalsePositivesAtDeny.Value);
        Write("fpr_flag", figures.FalsePositivesAtFlag.Value);
        Write("recall_at_fpr_1pct", figures.RecallAtOnePercent);
        Write("recall_at_fpr_01pct", figures.RecallAtOnePerMille);
        Write("us_per_text", figures.MicrosecondsPerText);

        void Write(string name, double? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(name, Math.Round(number, 5));
            }
            else
            {
                json.WriteNull(name);
            }
        }
    }
}
