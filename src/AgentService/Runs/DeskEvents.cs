using System.Globalization;
using System.Runtime.CompilerServices;
using AiDesk.Agent.Runs.Reading;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Runs;

/// <summary>
/// What changes, as it changes. A reader's place is the writing transaction and the event's number; only events of transactions below the oldest that still
/// runs are shown, so that nothing can appear behind a place that was passed. Signals wake the reader, the database is the truth.
/// </summary>
internal sealed class DeskEvents(DeskDatabase database, DeskSignals signals, WatchLimit limit, DeskRunsOptions options, TimeProvider clock)
{
    private const int Batch = 200;

    /// <summary>How soon it is looked again after a signal that showed nothing: the transaction that it came from, or an older one, was still ending.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    /// <summary>Until the token ends it. Throws <see cref="DeskException"/> at the first step, as <see cref="OpenAsync"/> does.</summary>
    public async IAsyncEnumerable<DeskEvent> WatchAsync(DeskCaller caller, WatchEventsRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = await OpenAsync(caller, request, cancellationToken).ConfigureAwait(false);
        await foreach (var changed in FollowAsync(caller, watch, cancellationToken).ConfigureAwait(false))
        {
            yield return changed;
        }
    }

    /// <summary>Lets a stream in, or throws <see cref="DeskException"/>: FIELD_*, NOT_FOUND (also for another customer's conversation), OVERLOADED. The caller disposes it.</summary>
    public async Task<DeskWatch> OpenAsync(DeskCaller caller, WatchEventsRequest request, CancellationToken cancellationToken)
    {
        if (request.ConversationId.Length == 0 && !caller.IsStaff)
        {
            throw DeskException.Required("conversation_id");
        }

        Guid? conversation = request.ConversationId.Length == 0 ? null : InputLimits.Id(request.ConversationId, "conversation_id");
        var seat = limit.Enter(caller);
        try
        {
            return new DeskWatch(conversation, await BeginAsync(caller, conversation, request.AfterCursor, cancellationToken).ConfigureAwait(false), seat);
        }
        catch
        {
            seat.Dispose();
            throw;
        }
    }

    /// <summary>What changes behind the stream's place, until the token ends it.</summary>
    public async IAsyncEnumerable<DeskEvent> FollowAsync(DeskCaller caller, DeskWatch watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (conversation, place) = (watch.Conversation, watch.Place);
        var misses = 0;
        while (true)
        {
            var seen = signals.Count(DeskSignal.Events);
            var rows = await ReadAsync(caller, conversation, place, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                place = (row.Xact, row.Id);
                yield return row.ToWire(caller.IsStaff);
            }

            misses = rows.Count > 0 ? 0 : misses + 1;
            if (rows.Count < Batch)
            {
                await signals.WaitAsync(DeskSignal.Events, seen, misses < 4 ? Soon * (1 << misses) : options.PollInterval, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<(long Xact, long Id)> BeginAsync(DeskCaller caller, Guid? conversation, string cursor, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        if (conversation is not null)
        {
            var owner = await work.FirstAsync<string>("SELECT person_id FROM desk.conversations WHERE tenant_id = @tenant AND conversation_id = @conversation", new { conversation }, cancellationToken).ConfigureAwait(false);
            if (owner is null || (!caller.IsStaff && owner != caller.PersonId))
            {
                throw DeskException.NotFound();
            }
        }

        if (cursor.Length == 0)
        {
            // Now: whatever is still being written comes after it.
            return (await work.FirstAsync<long>("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1", null, cancellationToken).ConfigureAwait(false), long.MaxValue);
        }

        return cursor.Split('-') is [var xact, var id]
            && long.TryParse(xact, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            ? (first, second)
            : throw DeskException.Invalid("after_cursor", "is no cursor of an event");
    }

    private async Task<IReadOnlyList<EventRow>> ReadAsync(DeskCaller caller, Guid? conversation, (long Xact, long Id) place, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        return await work.QueryAsync<EventRow>(
            EventRow.Select
            + """
               AND (e.xact, e.event_id) > (@Xact::text::xid8, @Id) AND e.xact < pg_snapshot_xmin(pg_current_snapshot()) AND (@conversation::uuid IS NULL OR e.conversation_id = @conversation)
               AND (@IsStaff OR e.kind IN ('message', 'run_state', 'takeover'))
              ORDER BY e.xact, e.event_id LIMIT @Batch
              """,
            new { conversation, place.Xact, place.Id, caller.IsStaff, Batch },
            cancellationToken).ConfigureAwait(false);
    }
}
