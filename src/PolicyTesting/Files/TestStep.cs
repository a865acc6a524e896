using System.Collections.Immutable;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Service.Approvals;

namespace AiDesk.Policy.Testing.Files;

/// <summary>One step of a sequence: the clock moves, then something happens.</summary>
internal sealed record TestStep
{
    public string Name { get; init; } = "";

    /// <summary>Null takes the case's.</summary>
    public NameReference? Context { get; init; }

    /// <summary>How far the clock moves before, milliseconds.</summary>
    public long AfterMs { get; init; }

    /// <summary>Where the clock is put before; null leaves it.</summary>
    public Moment? At { get; init; }

    /// <summary>How often it happens, 1 and up; each time is expected to end alike.</summary>
    public int Repeat { get; init; } = 1;

    public required StepAction Action { get; init; }

    /// <summary>Null when the step says nothing.</summary>
    public Expectation? Expect { get; init; }

    public required PolicyNode Node { get; init; }
}

internal abstract record StepAction
{
    /// <summary>As the file names it.</summary>
    public abstract string Kind { get; }
}

/// <summary>A question of the file by its name, or one that the step writes out.</summary>
internal sealed record AskAction(NameReference? Named, Question? Inline) : StepAction
{
    public override string Kind => Inline?.Kind ?? "ask";
}

/// <summary>The work of an earlier step ended.</summary>
internal sealed record SettleAction : StepAction
{
    public override string Kind => "settle";

    public required NameReference Step { get; init; }

    public Limits.SettleAction How { get; init; } = Limits.SettleAction.Commit;

    /// <summary>The work was done, so that it counts as a fact for its subject.</summary>
    public bool Done { get; init; } = true;

    public ImmutableArray<Amount> Actual { get; init; } = [];

    public SettleState State { get; init; } = SettleState.Applied;
}

/// <summary>A person decides on what an earlier step left held.</summary>
internal sealed record ResolveAction : StepAction
{
    public override string Kind => Approves ? "approve" : "reject";

    public required bool Approves { get; init; }

    public required NameReference Step { get; init; }

    public required NameReference By { get; init; }

    public ApprovalOutcome State { get; init; }
}

/// <summary>Something was done before.</summary>
internal sealed record FactAction(string Fact, string Subject) : StepAction
{
    public override string Kind => "fact";
}

/// <summary>The kill switch.</summary>
internal sealed record FreezeAction(bool Frozen) : StepAction
{
    public override string Kind => "freeze";
}
