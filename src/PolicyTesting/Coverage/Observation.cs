using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Approvals;

namespace AiDesk.Policy.Testing.Coverage;

/// <summary>What was decided.</summary>
internal enum ObservedKind
{
    Input,
    ToolCall,
    ToolOutput,
    Output,

    /// <summary>A person's word on a held call.</summary>
    Approval,

    /// <summary>An approved call, asked anew.</summary>
    ApprovedCall,
}

/// <summary>One decision as coverage looks at it: its findings and readings, at the moment when it was made.</summary>
internal sealed record Observation(ObservedKind Kind, PolicySnapshot Snapshot, Evaluation Work)
{
    public CallContext Context { get; init; }

    /// <summary>The tool that was asked about; empty for none.</summary>
    public string Tool { get; init; } = "";

    /// <summary>The reply; empty for none.</summary>
    public string Text { get; init; } = "";

    /// <summary>With <see cref="ObservedKind.Approval"/>.</summary>
    public ApprovalOutcome Approval { get; init; }

    /// <summary>With <see cref="ObservedKind.Approval"/>: the call was escalated.</summary>
    public bool Escalated { get; init; }

    public bool Found(Func<Finding, bool> finding)
    {
        foreach (ref readonly var found in Work.Findings.Items)
        {
            if (finding(found))
            {
                return true;
            }
        }

        return false;
    }

    public bool Found(string code) => Found(finding => finding.Code == code);

    /// <summary>Was there a counter operation of this kind and name that ended so?</summary>
    public bool Read(CounterKind kind, string name, Func<CounterOperation, CounterState, bool> ended)
    {
        var operations = Work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].Kind == kind && operations[i].Name == name && ended(operations[i], Work.Counters.Readings[i].State))
            {
                return true;
            }
        }

        return false;
    }
}
