using System.Globalization;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection;

/// <summary>What is said of a text that scored: a finding for each kind of evidence that stands together, and one for the wording.</summary>
internal static class InjectionFindings
{
    /// <summary>Code of what no signature names and the learned model recognises.</summary>
    public const string WordingCode = "injection.wording";

    public static void Add(TextViews views, in ViewJudgement judgement, string field, in InjectionRules rules, FindingList findings)
    {
        var strongest = judgement.Evidence[judgement.Evidence.Best()];
        for (var i = 0; i < EvidenceSheet.Rules; i++)
        {
            var rule = (SignatureRule)i;
            var evidence = judgement.Evidence[rule];
            if (EvidenceSheet.IsNear(evidence, strongest))
            {
                var detail = string.Create(CultureInfo.InvariantCulture, $"{rule} {evidence.Weight:0.0} of {judgement.Evidence.Sum():0.0}");
                findings.Add(Finding(views, judgement, SignatureRuleNames.CodeOf(rule), (evidence.Start, evidence.End), detail, field, rules));
            }
        }

        if (judgement.HasWording)
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"wording {judgement.Wording.Score:0.0}");
            findings.Add(Finding(views, judgement, WordingCode, WordingPlace(views[judgement.View], judgement), detail, field, rules));
        }
    }

    /// <summary>Characters of the words that weigh most, in the view.</summary>
    public static (int Start, int End) WordingPlace(TextView view, in ViewJudgement judgement) =>
        (view.Tokens[judgement.HeaviestFirst].Start, view.Tokens[judgement.HeaviestEnd - 1].End);

    private static Finding Finding(
        TextViews views,
        in ViewJudgement judgement,
        string code,
        (int Start, int End) place,
        string detail,
        string field,
        in InjectionRules rules)
    {
        var view = views[judgement.View];
        var (start, end) = view.Locate(place.Start, place.End);
        return new Finding(code, CheckKind.Injection, judgement.Score >= rules.DenyAt ? rules.Severity : Verdict.Allow, Reason.PromptInjection)
        {
            Score = judgement.Score,
            Start = views.Offset + start,
            End = views.Offset + end,
            Field = field,
            Transform = TextTransforms.NameOf(view.TransformAt(place.Start, place.End)),
            Detail = detail,
            Monitored = rules.Monitored,
        };
    }
}
