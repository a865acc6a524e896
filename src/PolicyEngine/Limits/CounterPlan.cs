using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Limits;

/// <summary>What each operation of a batch was for, so that its reading becomes a finding. Parallel to <see cref="CounterBatch.Operations"/>. Reused.</summary>
public sealed class CounterPlan
{
    private readonly PlannedOperation[] _items = new PlannedOperation[CounterBatch.Limit];

    public ref PlannedOperation this[int index] => ref _items[index];

    public void Clear() => Array.Clear(_items);
}

/// <summary>What one operation was for.</summary>
public struct PlannedOperation
{
    /// <summary>The check that the reading belongs to.</summary>
    public CheckKind Check;

    /// <summary>Severity of the finding when it does not pass.</summary>
    public Verdict Severity;

    /// <summary>A budget: severity of the finding at its approval point. REQUIRE_APPROVAL, or <see cref="Verdict.Deny"/> where nobody can approve.</summary>
    public Verdict AtApproval;

    public Reason Reason;

    public Enforcement Enforcement;

    /// <summary>Code of the finding, as <c>limit.per_ip</c>: made once, by the policy compiler.</summary>
    public string Code;
}
