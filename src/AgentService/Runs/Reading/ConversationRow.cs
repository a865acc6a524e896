using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Runs.Reading;

/// <summary>A conversation as reads show it.</summary>
internal sealed record ConversationRow
{
    public Guid Id { get; init; }

    public string Status { get; init; } = "";

    public long Version { get; init; }

    public string ContactId { get; init; } = "";

    public string ContactName { get; init; } = "";

    public string Channel { get; init; } = "";

    public string Locale { get; init; } = "";

    public string AssignedTo { get; init; } = "";

    public bool TakenOver { get; init; }

    public string[] Tags { get; init; } = [];

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    /// <summary>From here on a statement adds its condition on <c>c</c>.</summary>
    public const string Select =
        """
        SELECT c.conversation_id AS Id, c.status AS Status, c.version AS Version, c.contact_id AS ContactId, k.name AS ContactName, c.channel AS Channel, c.locale AS Locale,
               coalesce(c.assigned_to, '') AS AssignedTo, c.taken_over_by IS NOT NULL AS TakenOver, c.tags AS Tags, c.created_at AS CreatedAt, c.updated_at AS UpdatedAt
        FROM desk.conversations c JOIN desk.contacts k ON k.tenant_id = @tenant AND k.contact_id = c.contact_id
        WHERE c.tenant_id = @tenant
        """;

    /// <param name="forStaff">A customer is shown neither tags nor to whom it is assigned: what colleagues say among themselves.</param>
    public Conversation ToWire(bool forStaff = true) => new()
    {
        ConversationId = Id.ToString(),
        Status = WireNames.Status(Status),
        Version = Version,
        ContactId = ContactId,
        ContactName = ContactName,
        Channel = Channel,
        Locale = Locale,
        AssignedTo = forStaff ? AssignedTo : "",
        TakenOver = TakenOver,
        Tags = { forStaff ? Tags : [] },
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        UpdateTime = Timestamp.FromDateTime(UpdatedAt),
    };
}
