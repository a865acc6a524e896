using System.Text.Json;
using AiDesk.Evaluation.Figures;
using AiDesk.Evaluation.Reports;
using AiDesk.Evaluation.Scoring;

namespace AiDesk.Evaluation.Tests;

public class EvaluationReportTests
{
    private static readonly string[] Members =
        ["positives", "negatives", "auc", "recall_deny", "recall_flag", "fpr_deny", "fpr_flag", "recall_at_fpr_1pct", "recall_at_fpr_01pct", "us_per_text"];

    [Fact]
    public void Write_Result_HasEveryMemberAndNullWhereThereAreNoRows()
    {
        using var document = Json("+0.95 +0.7 +0.1", "-0.65 -0.1");
        var root = document.RootElement;
        root.GetProperty("files").GetArrayLength().ShouldBe(2);
        root.GetProperty("files")[0].EnumerateObject().Select(member => member.Name).ShouldBe(["file", .. Members]);
        root.GetProperty("files")[0].GetProperty("fpr_deny").ValueKind.ShouldBe(JsonValueKind.Null);
        var pooled = root.GetProperty("pooled");
        pooled.EnumerateObject().Select(member => member.Name).ShouldBe(Members);
        pooled.GetProperty("recall_deny").GetDouble().ShouldBe(1 / 3.0, 1e-4);
        pooled.GetProperty("recall_flag").GetDouble().ShouldBe(2 / 3.0, 1e-4);
        pooled.GetProperty("fpr_deny").GetDouble().ShouldBe(0);
        pooled.GetProperty("fpr_flag").GetDouble().ShouldBe(0.5);
        pooled.GetProperty("us_per_text").GetDouble().ShouldBe(4.4);
        root.GetProperty("by_lang").GetProperty("en").GetProperty("positives").GetInt32().ShouldBe(3);
        root.GetProperty("by_kind").GetProperty("direct").GetProperty("us_per_text").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Lines_Result_IsOneTableWithIntervals()
    {
        var lines = EvaluationTable.Lines(Result("+0.95 +0.7 -0.1"), "injection").ToList();
        lines.ShouldAllBe(line => line.StartsWith('|') && line.EndsWith('|'));
        lines.Select(line => line.Count(c => c == '|')).Distinct().ShouldHaveSingleItem();
        lines[2].ShouldContain("50.0 (9.5-90.5)");
    }

    private static JsonDocument Json(params string[] files)
    {
        using var bytes = new MemoryStream();
        EvaluationJson.Write(bytes, Result(files));
        return JsonDocument.Parse(bytes.ToArray());
    }

    private static EvaluationResult Result(params string[] files) =>
        EvaluationResult.Of([.. files.Select((rows, index) => new ScoredFile($"{index}.jsonl", ScoredRows.Of(rows), index == 0 ? 4 : 5))]);
}
