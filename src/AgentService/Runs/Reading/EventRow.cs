using System.Globalization;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Runs.Reading;

/// <summary>An event as reads show it.</summary>
internal sealed record EventRow
{
    public long Id { get; init; }

    /// <summary>The transaction that wrote it.</summary>
    public long Xact { get; init; }

    public string Kind { get; init; } = "";

    public Guid? ConversationId { get; init; }

    public Guid? RunId { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string Actor { get; init; } = "";

    public string Detail { get; init; } = "";

    public DateTime CreatedAt { get; init; }

    /// <summary>From here on a statement adds its condition on <c>e</c>.</summary>
    public const string Select =
        """
        SELECT e.event_id AS Id, e.xact::text::bigint AS Xact, e.kind AS Kind, e.conversation_id AS ConversationId, e.run_id AS RunId, e.from_state AS "From", e.to_state AS "To",
               e.actor AS Actor, e.detail::text AS Detail, e.created_at AS CreatedAt
        FROM desk.events e WHERE e.tenant_id = @tenant
        """;

    /// <param name="forStaff">A customer is not shown who did it, nor more about it.</param>
    public DeskEvent ToWire(bool forStaff = true) => new()
    {
        Cursor = string.Create(CultureInfo.InvariantCulture, $"{Xact}-{Id}"),
        Kind = Kind,
        ConversationId = ConversationId?.ToString() ?? "",
        RunId = RunId?.ToString() ?? "",
        FromState = WireNames.State(From),
        ToState = WireNames.State(To),
        Actor = forStaff ? Actor : "",
        DetailJson = forStaff && Detail != "{}" ? Detail : "",
        Time = Timestamp.FromDateTime(CreatedAt),
    };
}
