using AiDesk.Agent.Runs.Reading;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Runs;

/// <summary>
/// What people look at. A customer sees own conversations; what is another's, another tenant's or nobody's is NOT_FOUND in the same bytes. Each throws
/// <see cref="DeskException"/>: FIELD_*, ENUM_UNKNOWN, PAGE_TOKEN_INVALID, NOT_FOUND.
/// </summary>
internal sealed class DeskReads(DeskDatabase database)
{
    private const int MessageLimit = 500;

    private static readonly DateTime Ever = DateTime.SpecifyKind(new DateTime(1, 1, 2), DateTimeKind.Utc);
    private static readonly DateTime Never = DateTime.SpecifyKind(new DateTime(9999, 1, 1), DateTimeKind.Utc);

    public async Task<GetConversationResponse> GetConversationAsync(DeskCaller caller, GetConversationRequest request, CancellationToken cancellationToken)
    {
        var id = InputLimits.Id(request.ConversationId, "conversation_id");
        if (request.AfterSequence < 0)
        {
            throw DeskException.Invalid("after_sequence", "is below 0");
        }

        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var row = await work.FirstAsync<ConversationRow>(
            ConversationRow.Select + " AND c.conversation_id = @id AND (@person::text IS NULL OR c.person_id = @person)", new { id, person = PersonOf(caller) }, cancellationToken).ConfigureAwait(false) ?? throw DeskException.NotFound();
        var messages = await work.QueryAsync<MessageRow>(
            $"SELECT {MessageRow.Columns} FROM desk.messages WHERE tenant_id = @tenant AND conversation_id = @id AND sequence > @AfterSequence ORDER BY sequence LIMIT @MessageLimit",
            new { id, request.AfterSequence, MessageLimit },
            cancellationToken).ConfigureAwait(false);
        return new GetConversationResponse { Conversation = row.ToWire(caller.IsStaff), Messages = { messages.Select(ToWire) } };
    }

    public async Task<ListConversationsResponse> ListConversationsAsync(DeskCaller caller, ListConversationsRequest request, CancellationToken cancellationToken)
    {
        string? status = request.Status switch
        {
            ConversationStatus.Unspecified => null,
            ConversationStatus.Open => "open",
            ConversationStatus.Waiting => "waiting",
            ConversationStatus.Solved => "solved",
            _ => throw InputLimits.UnknownEnum("status"),
        };
        var (size, call) = (ReadPages.SizeOf(request.PageSize), $"ListConversations {status}");
        var after = ReadPages.Read(caller.Tenant, call, request.PageToken);
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var rows = await work.QueryAsync<ConversationRow>(
            ConversationRow.Select
            + """
               AND (@status::text IS NULL OR c.status = @status) AND (@person::text IS NULL OR c.person_id = @person)
               AND (@time::timestamptz IS NULL OR c.updated_at < @time OR (c.updated_at = @time AND c.conversation_id > @id))
              ORDER BY c.updated_at DESC, c.conversation_id LIMIT @limit
              """,
            new { status, person = PersonOf(caller), time = after?.Time, id = after?.Id ?? Guid.Empty, limit = size + 1 },
            cancellationToken).ConfigureAwait(false);
        return new ListConversationsResponse
        {
            Conversations = { rows.Take(size).Select(row => row.ToWire(caller.IsStaff)) },
            NextPageToken = rows.Count > size ? ReadPages.Create(caller.Tenant, call, rows[size - 1].UpdatedAt, rows[size - 1].Id) : "",
        };
    }

    public async Task<GetRunResponse> GetRunAsync(DeskCaller caller, GetRunRequest request, CancellationToken cancellationToken)
    {
        var id = InputLimits.Id(request.RunId, "run_id");
        StaffOnly(caller);
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var rows = await work.QueryAsync<RunRow>(RunRow.Select + " AND r.run_id = @id", new { id }, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            throw DeskException.NotFound();
        }

        var run = (await RunDetails.ToWireAsync(work, rows, cancellationToken).ConfigureAwait(false))[0];
        await RunDetails.AddAsync(work, run, id, cancellationToken).ConfigureAwait(false);
        return new GetRunResponse { Run = run };
    }

    public async Task<ListRunsResponse> ListRunsAsync(DeskCaller caller, ListRunsRequest request, CancellationToken cancellationToken)
    {
        StaffOnly(caller);
        var states = request.States.Select(state => WireNames.State(state) ?? throw InputLimits.UnknownEnum("states")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        Guid? conversation = request.ConversationId.Length == 0 ? null : InputLimits.Id(request.ConversationId, "conversation_id");
        var (size, call) = (ReadPages.SizeOf(request.PageSize), $"ListRuns {conversation} {string.Join(',', states)}");
        var after = ReadPages.Read(caller.Tenant, call, request.PageToken);
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var rows = await work.QueryAsync<RunRow>(
            RunRow.Select
            + """
               AND (cardinality(@states) = 0 OR r.run_state = ANY(@states)) AND (@conversation::uuid IS NULL OR r.conversation_id = @conversation)
               AND (@time::timestamptz IS NULL OR r.created_at < @time OR (r.created_at = @time AND r.run_id > @id))
              ORDER BY r.created_at DESC, r.run_id LIMIT @limit
              """,
            new { states, conversation, time = after?.Time, id = after?.Id ?? Guid.Empty, limit = size + 1 },
            cancellationToken).ConfigureAwait(false);
        return new ListRunsResponse
        {
            Runs = { await RunDetails.ToWireAsync(work, [.. rows.Take(size)], cancellationToken).ConfigureAwait(false) },
            NextPageToken = rows.Count > size ? ReadPages.Create(caller.Tenant, call, rows[size - 1].CreatedAt, rows[size - 1].Id) : "",
        };
    }

    public async Task<ListPendingResponse> ListPendingAsync(DeskCaller caller, ListPendingRequest request, CancellationToken cancellationToken)
    {
        StaffOnly(caller);
        var kind = request.Kind switch
        {
            ApprovalKind.Unspecified => null,
            ApprovalKind.Draft => "draft",
            ApprovalKind.ToolCall => "tool_call",
            ApprovalKind.PostReview => "post_review",
            ApprovalKind.FailedSend => "failed_send",
            _ => throw InputLimits.UnknownEnum("kind"),
        };
        var (size, call) = (ReadPages.SizeOf(request.PageSize), $"ListPending {kind}");
        var after = ReadPages.Read(caller.Tenant, call, request.PageToken);
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var rows = await PendingRows.ReadAsync(work, kind, after, size + 1, cancellationToken).ConfigureAwait(false);
        return new ListPendingResponse
        {
            Items = { await PendingRows.ToWireAsync(work, [.. rows.Take(size)], cancellationToken).ConfigureAwait(false) },
            NextPageToken = rows.Count > size ? ReadPages.Create(caller.Tenant, call, rows[size - 1].CreatedAt, rows[size - 1].Id) : "",
        };
    }

    public async Task<ListAuditResponse> ListAuditAsync(DeskCaller caller, ListAuditRequest request, CancellationToken cancellationToken)
    {
        StaffOnly(caller);
        Guid? run = request.RunId.Length == 0 ? null : InputLimits.Id(request.RunId, "run_id");
        var (start, end) = (Time(request.StartTime, "start_time", Ever), Time(request.EndTime, "end_time", Never));
        var (size, call) = (ReadPages.SizeOf(request.PageSize), $"ListAudit {run} {start:O} {end:O}");
        var after = ReadPages.Read(caller.Tenant, call, request.PageToken);
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);

        // An event's number alone is its place; the token's time carries it.
        var rows = await work.QueryAsync<EventRow>(
            EventRow.Select
            + """
               AND (@run::uuid IS NULL OR e.run_id = @run) AND e.created_at >= @start AND e.created_at < @end AND (@before::bigint IS NULL OR e.event_id < @before)
              ORDER BY e.event_id DESC LIMIT @limit
              """,
            new { run, start, end, before = after?.Time.Ticks, limit = size + 1 },
            cancellationToken).ConfigureAwait(false);
        return new ListAuditResponse
        {
            Events = { rows.Take(size).Select(row => row.ToWire()) },
            NextPageToken = rows.Count > size ? ReadPages.Create(caller.Tenant, call, new DateTime(rows[size - 1].Id, DateTimeKind.Utc), Guid.Empty) : "",
        };
    }

    public static Message ToWire(MessageRow row) => new()
    {
        MessageId = row.MessageId.ToString(),
        Sequence = row.Sequence,
        Author = WireNames.Author(row.Author),
        AuthorName = row.AuthorName,
        Text = row.Text,
        RunId = row.RunId?.ToString() ?? "",
        CreateTime = Timestamp.FromDateTime(row.CreatedAt.ToUniversalTime()),
    };

    /// <summary>Whose conversations alone are seen; null for all.</summary>
    private static string? PersonOf(DeskCaller caller) => caller.IsStaff ? null : caller.PersonId;

    /// <summary>The edge refuses customers already; here nothing is theirs to see.</summary>
    private static void StaffOnly(DeskCaller caller)
    {
        if (!caller.IsStaff)
        {
            throw DeskException.NotFound();
        }
    }

    private static DateTime Time(Timestamp? time, string field, DateTime absent)
    {
        if (time is null)
        {
            return absent;
        }

        try
        {
            var value = time.ToDateTime();
            return value < Ever ? Ever : value > Never ? Never : value;
        }
        catch (InvalidOperationException)
        {
            throw DeskException.Invalid(field, "is no time");
        }
    }
}
