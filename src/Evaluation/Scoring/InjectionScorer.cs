using AiDesk.Policy.Decisions;
using AiDesk.Policy.Injection;
using AiDesk.Policy.Text;

namespace AiDesk.Evaluation.Scoring;

/// <summary>Scores as CheckInput does: every window of the text, the highest counts, with the default points of policy.</summary>
internal sealed class InjectionScorer : ITextScorer
{
    private readonly TextViews _views = new();
    private readonly FindingList _findings = new();
    private readonly InjectionRules _rules = new();

    public string PositiveLabel => "injection";

    public TextScore Score(string text)
    {
        _findings.Clear();
        var score = 0.0;
        _views.Prepare(text);
        do
        {
            score = Math.Max(score, InjectionDetector.Inspect(_views, "text", _rules, _findings));
        }
        while (_views.Advance(text));
        return new TextScore(score, score >= _rules.DenyAt ? ScoreOutcome.Deny : score >= _rules.FlagAt ? ScoreOutcome.Flag : ScoreOutcome.Pass);
    }
}
