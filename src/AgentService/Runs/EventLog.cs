using System.Text.Json;
using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Runs;

/// <summary>Puts on record what happened, in the transaction in which it happens.</summary>
internal static class EventLog
{
    public const string Policy = "policy";
    public const string Graph = "graph";
    public const string Dispatcher = "dispatcher";
    public const string Expiry = "expiry";
    public const string Superseded = "superseded";

    /// <param name="work">The transaction.</param>
    /// <param name="entry">What happened.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task AddEventAsync(this TenantWork work, EventEntry entry, CancellationToken cancellationToken) => work.ExecuteAsync(
        """
        INSERT INTO desk.events (tenant_id, kind, conversation_id, run_id, from_state, to_state, actor, detail)
        VALUES (@tenant, @Kind, @Conversation, @Run, @From, @To, @Actor, @Detail::jsonb)
        """,
        new
        {
            entry.Kind,
            entry.Conversation,
            entry.Run,
            From = entry.From is { } from ? RunMoves.NameOf(from) : null,
            To = entry.To is { } to ? RunMoves.NameOf(to) : null,
            entry.Actor,
            Detail = entry.Detail is null ? "{}" : JsonSerializer.Serialize(entry.Detail),
        },
        cancellationToken);

    public static Task AddMoveAsync(this TenantWork work, Guid conversation, Guid run, RunState? from, RunState to, string actor, CancellationToken cancellationToken) =>
        work.AddEventAsync(new EventEntry("run_state", conversation, run, actor) { From = from, To = to }, cancellationToken);
}

/// <param name="Kind">As DeskEvent.kind.</param>
/// <param name="Conversation">Null when it is about none.</param>
/// <param name="Run">Null when it is about none.</param>
/// <param name="Actor">A person's id, or one of the words of <see cref="EventLog"/>.</param>
internal sealed record EventEntry(string Kind, Guid? Conversation, Guid? Run, string Actor)
{
    public RunState? From { get; init; }

    public RunState? To { get; init; }

    /// <summary>More about it, without personal text.</summary>
    public IReadOnlyDictionary<string, object>? Detail { get; init; }
}
