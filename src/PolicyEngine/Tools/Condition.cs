using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Tools;

/// <summary>A typed predicate of a policy: compiled once, constant time, never throws. <c>done</c> is not one of them: facts are counter operations.</summary>
public abstract class Condition
{
    public abstract bool Holds(in ConditionFacts facts);

    /// <summary>The same condition for calls of one tool: what its name and kind settle is settled, so that a call asks only what is open.</summary>
    internal virtual Condition For(ToolDefinition tool) => this;
}

/// <summary>What a condition may look at: nothing that the caller merely says of itself.</summary>
public readonly ref struct ConditionFacts
{
    public required PolicySnapshot Snapshot { get; init; }

    public required ToolDefinition Tool { get; init; }

    public required CallContext Context { get; init; }

    /// <summary>The arguments, UTF-8 JSON that has been validated.</summary>
    public required ReadOnlySpan<byte> Arguments { get; init; }

    /// <summary>The same, read once: compiled pointers (<see cref="Schemas.JsonPointer"/>) find their places in it.</summary>
    internal JsonIndex Document { get; init; }

    /// <summary>
    /// The greatest magnitude of the monetary values of the arguments by the tool's money pointers; 0 when none. What is there and is not a number counts
    /// as greater than any limit.
    /// </summary>
    public required decimal Money { get; init; }
}
