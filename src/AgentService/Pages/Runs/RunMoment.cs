using AiDesk.Agent.V1;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace AiDesk.Agent.Pages.Runs;

/// <summary>One thing that happened in a run.</summary>
/// <param name="Time">When, by the clock of who did it.</param>
public abstract record RunMoment(Timestamp Time)
{
    /// <summary>What comes first of two that have the same time.</summary>
    public abstract int Rank { get; }
}

/// <summary>The customer wrote, the reply went out, or the desk said that a person takes over.</summary>
public sealed record MessageMoment(Message Message) : RunMoment(Message.CreateTime)
{
    public override int Rank => Message.Author == MessageAuthor.Customer ? 0 : 6;
}

/// <summary>The policy service decided.</summary>
public sealed record DecisionMoment(RunDecision Decision) : RunMoment(Decision.DecideTime)
{
    public override int Rank => 1;
}

/// <summary>The model asked for a tool.</summary>
public sealed record ToolCallMoment(RunToolCall Call, Timestamp Time) : RunMoment(Time)
{
    public override int Rank => 2;
}

/// <summary>The draft stood.</summary>
public sealed record DraftMoment(Draft Draft, Timestamp Time) : RunMoment(Time)
{
    public override int Rank => 3;
}

/// <summary>What else is on record: moves of the run, people's words, attempts to send.</summary>
public sealed record EventMoment(DeskEvent Event) : RunMoment(Event.Time)
{
    public override int Rank => Event.Kind == "approval" ? 4 : 5;
}
