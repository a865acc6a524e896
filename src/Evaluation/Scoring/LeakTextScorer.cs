using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;

namespace AiDesk.Evaluation.Scoring;

/// <summary>Scores as CheckOutput does, in a conversation that has shown nothing: <see cref="LeakScorer.EvaluationPolicy"/>.</summary>
internal sealed class LeakTextScorer : ITextScorer
{
    private readonly LeakScorer _scorer = new();

    public string PositiveLabel => "leak";

    public TextScore Score(string text)
    {
        var severity = _scorer.Score(text);
        var acted = severity >= Verdict.Deny || _scorer.Redacted is not null;
        var found = 0;
        foreach (ref readonly var finding in _scorer.Findings.Items)
        {
            found += finding.Reason == Reason.Leak ? 1 : 0;
        }

        // Detectors of leaks find or do not find: the order is by what would be done, then by how much was found.
        var outcome = acted ? ScoreOutcome.Deny : found > 0 ? ScoreOutcome.Flag : ScoreOutcome.Pass;
        return new TextScore((int)outcome + (1 - (1.0 / (1 + found))), outcome);
    }
}
