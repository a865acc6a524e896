using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Leaks;

/// <summary>
/// Scores one text as a reply, through <see cref="PolicyEngine.InspectOutput"/> and <see cref="PolicyEngine.DecideOutput"/>: what the service would say of it in a
/// conversation that has shown nothing and hidden nothing. For evaluation. Not thread-safe: one instance scores one text at a time.
/// </summary>
/// <param name="snapshot">The policy that judges; <see cref="EvaluationPolicy"/> is the one that published figures are taken with.</param>
public sealed class LeakScorer(PolicySnapshot snapshot)
{
    private readonly Evaluation _work = new();

    public LeakScorer()
        : this(EvaluationPolicy)
    {
    }

    /// <summary>
    /// What a policy without an <c>output</c> section has, and every kind of personal data besides, but for postal addresses: a delivery is told to its customer.
    /// Nothing is allowed, no host is named.
    /// </summary>
    public static PolicySnapshot EvaluationPolicy { get; } = new()
    {
        Tenant = "evaluation",
        Version = "0000000000000000",
        Output = new OutputRules { Pii = PiiKinds.Card | PiiKinds.Iban | PiiKinds.Email | PiiKinds.Phone | PiiKinds.Address | PiiKinds.NationalId },
    };

    /// <summary>The findings of the text that was scored last: of every check, leaks those with <see cref="Reason.Leak"/>. Gone with the next call.</summary>
    public FindingList Findings => _work.Findings;

    /// <summary>The redacted text of the last call; null unless the policy redacts and something was found.</summary>
    public string? Redacted => _work.Cleaned.Count > 0 ? _work.Cleaned[0].Text : null;

    /// <summary>
    /// The most severe of the text's leak findings that bind; <see cref="Verdict.Allow"/> when there are none. Words and abuse do not count: they are other checks.
    /// </summary>
    /// <param name="text">Any text, of any length.</param>
    public Verdict Score(string text)
    {
        _work.Clear();
        var check = new OutputCheck { Context = new CallContext { RunId = "evaluation" }, Text = text };
        PolicyEngine.InspectOutput(snapshot, check, _work);
        AnswerFresh();
        PolicyEngine.DecideOutput(snapshot, check, _work);
        var severity = Verdict.Allow;
        foreach (ref readonly var finding in _work.Findings.Items)
        {
            if (finding.Reason == Reason.Leak && !finding.Monitored)
            {
                severity = severity.Or(finding.Severity);
            }
        }

        return _work.Findings.Overflow > 0 ? severity.Or(_work.Findings.OverflowSeverity) : severity;
    }

    /// <summary>Counters of a conversation that begins: every limit has room, no set holds any value.</summary>
    private void AnswerFresh()
    {
        var counters = _work.Counters;
        for (var i = 0; i < counters.Count; i++)
        {
            counters.Readings[i].State = CounterState.Ok;
        }

        counters.Readings.Members.Reserve(counters.Members.Count);
    }
}
