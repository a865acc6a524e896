using System.Globalization;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection;

/// <summary>
/// Does a text try to give the model instructions of its own? A probability from signatures in seven languages and structure, over every view of the text.
/// Linear in the text; allocates nothing when nothing is found. What it cannot see: instructions without any such wording (provenance carries that case).
/// </summary>
public static class InjectionDetector
{
    /// <summary>Scores the prepared window and, from <see cref="InjectionRules.FlagAt"/> on, adds a finding for each kind of evidence.</summary>
    /// <param name="views">The prepared text; windows of a long one are inspected one by one.</param>
    /// <param name="field">Name of the text in findings.</param>
    /// <param name="rules">Thresholds and severity.</param>
    /// <param name="findings">Where findings go; places are in the whole text.</param>
    /// <returns>The score, 0 to 1.</returns>
    public static double Inspect(TextViews views, string field, in InjectionRules rules, FindingList findings)
    {
        var sheet = default(EvidenceSheet);
        var best = InjectionSheets.Strongest(views, ref sheet);
        if (best < 0)
        {
            return InjectionScore.Of(0);
        }

        var score = InjectionScore.Of(sheet.Sum());
        if (score >= rules.FlagAt)
        {
            AddFindings(views, views[best], sheet, score, field, rules, findings);
        }

        return score;
    }

    /// <summary>The score alone, 0 to 1.</summary>
    public static double Score(TextViews views)
    {
        var sheet = default(EvidenceSheet);
        return InjectionSheets.Strongest(views, ref sheet) < 0 ? InjectionScore.Of(0) : InjectionScore.Of(sheet.Sum());
    }

    internal static void AddFindings(
        TextViews views,
        TextView view,
        in EvidenceSheet sheet,
        double score,
        string field,
        in InjectionRules rules,
        FindingList findings)
    {
        var strongest = sheet[sheet.Best()];
        for (var i = 0; i < EvidenceSheet.Rules; i++)
        {
            var rule = (SignatureRule)i;
            var evidence = sheet[rule];
            if (!EvidenceSheet.IsNear(evidence, strongest))
            {
                continue;
            }

            var (start, end) = view.Locate(evidence.Start, evidence.End);
            findings.Add(new Finding(
                SignatureRuleNames.CodeOf(rule),
                CheckKind.Injection,
                score >= rules.DenyAt ? rules.Severity : Verdict.Allow,
                Reason.PromptInjection)
            {
                Score = score,
                Start = views.Offset + start,
                End = views.Offset + end,
                Field = field,
                Transform = TextTransforms.NameOf(view.TransformAt(evidence.Start, evidence.End)),
                Detail = string.Create(CultureInfo.InvariantCulture, $"{rule} {evidence.Weight:0.0} of {sheet.Sum():0.0}"),
                Monitored = rules.Monitored,
            });
        }
    }
}
