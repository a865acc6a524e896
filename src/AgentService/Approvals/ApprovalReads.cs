using AiDesk.Agent.Runs;
using AiDesk.Agent.Runs.Reading;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Approvals;

/// <summary>The queue by its parts, and one thing of it with what is needed to decide. Each throws <see cref="DeskException"/>: FIELD_*, PAGE_TOKEN_INVALID, NOT_FOUND.</summary>
internal sealed class ApprovalReads(DeskDatabase database)
{
    /// <summary>Nobody needs to know how many more there are.</summary>
    public const int CountLimit = 1_000;

    private const int MessageLimit = 30;
    private const int AllMessages = 500;
    private const int PageSize = 50;

    private static readonly string Counts = "SELECT " + string.Join(", ", Enum.GetValues<QueuePart>().Select(part =>
        $"{string.Join(" + ", PendingSlice.All.Where(slice => slice.Part == part).Select(slice => slice.Count()))} AS {part}"));

    /// <summary>A page, oldest first, and how many wait in each part, up to one more than <see cref="CountLimit"/>.</summary>
    public async Task<QueueRead> QueueAsync(DeskCaller caller, QueuePart part, string token, CancellationToken cancellationToken)
    {
        var call = "Queue " + part;
        var after = ReadPages.Read(caller.Tenant, call, token);
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var counts = (await work.FirstAsync<CountRow>(Counts, new { most = CountLimit + 1 }, cancellationToken).ConfigureAwait(false))!;
        var rows = await PendingRows.ReadAsync(work, part, after, PageSize + 1, cancellationToken).ConfigureAwait(false);
        var items = await PendingRows.ToWireAsync(work, [.. rows.Take(PageSize)], cancellationToken).ConfigureAwait(false);
        var next = rows.Count > PageSize ? ReadPages.Create(caller.Tenant, call, rows[PageSize - 1].CreatedAt, rows[PageSize - 1].Id) : "";
        return new QueueRead(items, counts.ByPart(), next);
    }

    /// <summary>One thing, decided or not.</summary>
    /// <param name="caller">Of the desk's staff.</param>
    /// <param name="id">Of an approval, or the run of a failed send.</param>
    /// <param name="wholeThread">The last 500 messages and not the last 30.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ApprovalItem> FindAsync(DeskCaller caller, Guid id, bool wholeThread, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var row = await ApprovalRow.ReadAsync(work, id, cancellationToken).ConfigureAwait(false) ?? throw DeskException.NotFound();
        var item = (await PendingRows.ToWireAsync(work, [row], cancellationToken).ConfigureAwait(false))[0];
        var messages = await work.QueryAsync<MessageRow>(
            $"SELECT {MessageRow.Columns} FROM desk.messages WHERE tenant_id = @tenant AND conversation_id = @ConversationId ORDER BY sequence DESC LIMIT @limit",
            new { row.ConversationId, limit = wholeThread ? AllMessages : MessageLimit },
            cancellationToken).ConfigureAwait(false);
        var votes = await work.QueryAsync<VoteRow>(
            "SELECT person_id AS PersonId, vote AS Vote, note AS Note, voted_at AS VotedAt FROM desk.approval_votes WHERE tenant_id = @tenant AND approval_id = @id ORDER BY voted_at, person_id",
            new { id },
            cancellationToken).ConfigureAwait(false);
        var send = await work.FirstAsync<SendRow>(
            "SELECT state AS State, attempts AS Attempts, last_error AS LastError, finished_at AS FinishedAt FROM desk.outbox_messages WHERE tenant_id = @tenant AND run_id = @RunId",
            new { row.RunId },
            cancellationToken).ConfigureAwait(false);
        var (by, at) = row.Decision();
        var part = PendingSlice.PartOf(row.Kind, row.Type);
        var (previous, next) = await NeighboursAsync(work, part, (row.CreatedAt, row.Id), cancellationToken).ConfigureAwait(false);
        return new ApprovalItem
        {
            Item = item,
            Part = part,
            Waits = row.Waits,
            State = row.State,
            DecidedBy = by,
            DecidedAt = at,
            Finding = row.FindingOnWire,
            Note = row.Note ?? "",
            Votes = [.. votes.Select(vote => new ApprovalVote(vote.PersonId, vote.Vote == "approve", vote.Note, vote.VotedAt))],
            Send = send is null ? null : new ApprovalSend(send.State, send.Attempts, send.LastError, send.FinishedAt),
            Messages = [.. messages.Reverse().Select(DeskReads.ToWire)],
            Earlier = messages.Count > 0 ? messages[^1].Sequence - 1 : 0,
            Names = await NamesAsync(work, [by, item.Conversation.AssignedTo, item.Run.DecidedBy, .. votes.Select(vote => vote.PersonId)], cancellationToken).ConfigureAwait(false),
            Previous = previous,
            Next = next,
        };
    }

    /// <summary>What stands before and behind it; behind the last comes the first again, unless that is itself.</summary>
    private static async Task<(string Previous, string Next)> NeighboursAsync(TenantWork work, QueuePart part, (DateTime Time, Guid Id) place, CancellationToken cancellationToken)
    {
        var slices = PendingSlice.All.Where(slice => slice.Part == part).ToArray();
        var before = string.Join(" UNION ALL ", slices.Select(slice => slice.Before()));
        var after = string.Join(" UNION ALL ", slices.Select(slice => slice.After()));
        async Task<Guid?> FirstAsync(string statement, string direction, (DateTime Time, Guid Id) from) =>
            await work.FirstAsync<Guid?>($"SELECT Id FROM ({statement}) near ORDER BY CreatedAt {direction}, Id {direction} LIMIT 1", new { time = from.Time, id = from.Id, limit = 1 }, cancellationToken).ConfigureAwait(false);

        var previous = await FirstAsync(before, "DESC", place).ConfigureAwait(false);
        var next = await FirstAsync(after, "ASC", place).ConfigureAwait(false) ?? await FirstAsync(after, "ASC", PendingRows.Beginning).ConfigureAwait(false);
        return (previous?.ToString() ?? "", next is null || next == place.Id ? "" : next.Value.ToString());
    }

    private static async Task<IReadOnlyDictionary<string, string>> NamesAsync(TenantWork work, IEnumerable<string> people, CancellationToken cancellationToken) =>
        (await work.QueryAsync<(string Id, string Name)>(
            "SELECT person_id, name FROM desk.people WHERE tenant_id = @tenant AND person_id = ANY(@ids)",
            new { ids = people.Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToArray() },
            cancellationToken).ConfigureAwait(false)).ToDictionary(person => person.Id, person => person.Name, StringComparer.Ordinal);

    private sealed record CountRow
    {
        public long Drafts { get; init; }

        public long Calls { get; init; }

        public long Escalations { get; init; }

        public long Reviews { get; init; }

        public long Failed { get; init; }

        public IReadOnlyDictionary<QueuePart, int> ByPart() => new Dictionary<QueuePart, int>
        {
            [QueuePart.Drafts] = (int)Drafts, [QueuePart.Calls] = (int)Calls, [QueuePart.Escalations] = (int)Escalations, [QueuePart.Reviews] = (int)Reviews, [QueuePart.Failed] = (int)Failed,
        };
    }

    private sealed record VoteRow
    {
        public string PersonId { get; init; } = "";

        public string Vote { get; init; } = "";

        public string Note { get; init; } = "";

        public DateTime VotedAt { get; init; }
    }

    private sealed record SendRow
    {
        public string State { get; init; } = "";

        public int Attempts { get; init; }

        public string LastError { get; init; } = "";

        public DateTime? FinishedAt { get; init; }
    }
}

/// <param name="Items">Oldest first.</param>
/// <param name="Counts">Of every part; above <see cref="ApprovalReads.CountLimit"/> nothing is counted.</param>
/// <param name="Next">Token of the next page; empty on the last.</param>
internal sealed record QueueRead(IReadOnlyList<PendingItem> Items, IReadOnlyDictionary<QueuePart, int> Counts, string Next);
