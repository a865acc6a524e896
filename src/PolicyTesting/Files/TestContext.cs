using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Testing.Files;

/// <summary>A call's context, as a caller would send it. What is null takes a value made from the fixture's name; what is empty is absent.</summary>
internal sealed record TestContext
{
    public CallMode Mode { get; init; }

    /// <summary>Null for a service that calls for itself.</summary>
    public NameReference? Principal { get; init; }

    public string? SessionId { get; init; }

    public string? RunId { get; init; }

    public string ConversationId { get; init; } = "";

    public string UserId { get; init; } = "";

    public string Channel { get; init; } = "";

    public string ClientIp { get; init; } = "";

    public string Department { get; init; } = "";

    public string Locale { get; init; } = "";

    /// <summary>Attributes of source claim, as their text.</summary>
    public IReadOnlyList<Named<string>> Attributes { get; init; } = [];

    /// <summary>Attributes of source approval, as their text.</summary>
    public IReadOnlyList<Named<string>> Granted { get; init; } = [];

    public required PolicyNode Node { get; init; }
}
