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
        var found = false;
        var confidence = 0.0;
        foreach (ref readonly var finding in _scorer.Findings.Items)
        {
            if (finding.Reason == Reason.Leak)
            {
                found = true;
                confidence = Math.Max(confidence, finding.Score);
            }
        }

        // The order is by how sure the surest finding is, whatever policy does about it; nothing found is 0.
        return new TextScore(confidence, acted ? ScoreOutcome.Deny : found ? ScoreOutcome.Flag : ScoreOutcome.Pass);
    }
}
