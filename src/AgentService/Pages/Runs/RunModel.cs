using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Runs;

/// <param name="Run">With decisions and tool calls.</param>
/// <param name="Thread">The conversation around it.</param>
/// <param name="Timeline">In order.</param>
/// <param name="Audit">Newest first; empty for who may not see it.</param>
/// <param name="AuditNext">Token of older entries; may be empty.</param>
/// <param name="AuditIsLater">Not the newest entries.</param>
public sealed record RunModel(Run Run, RunThread Thread, IReadOnlyList<RunMoment> Timeline, IReadOnlyList<DeskEvent> Audit, string AuditNext, bool AuditIsLater);

/// <summary>A part of a conversation: all of most, and of a long one what stands around the run.</summary>
/// <param name="Conversation">Whose.</param>
/// <param name="Messages">In order, at most <see cref="Size"/>.</param>
/// <param name="After">They begin after this sequence.</param>
public sealed record RunThread(Conversation Conversation, IReadOnlyList<Message> Messages, long After)
{
    public const int Size = 100;

    /// <summary>How many stand before the run's own message.</summary>
    public const int Before = 50;

    /// <summary>Where the messages before these begin; null when these are the first.</summary>
    public long? Earlier => After > 0 ? Math.Max(0, After - Size) : null;

    /// <summary>Where those after these begin; null when these are the last.</summary>
    public long? Later => Messages.Count > 0 && Messages[^1].Sequence < Conversation.Version ? Messages[^1].Sequence : null;
}
