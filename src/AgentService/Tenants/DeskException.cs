using AiDesk.Agent.V1;

namespace AiDesk.Agent.Tenants;

/// <summary>A call cannot be answered, and nothing has changed. The edge turns it into a gRPC status or an HTTP answer: nowhere else are codes known.</summary>
/// <param name="reason">Says which code and which HTTP status.</param>
/// <param name="message">For the developer who calls; for TEXT_DENIED, for the person.</param>
internal sealed class DeskException(ErrorReason reason, string message) : Exception(message)
{
    public ErrorReason Reason => reason;

    /// <summary>As the enum's comments say for each reason.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static DeskException Required(string field) =>
        new(ErrorReason.FieldRequired, $"{field} is required") { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = field } };

    public static DeskException Invalid(string field, string problem) =>
        new(ErrorReason.FieldInvalid, $"{field} {problem}") { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = field } };

    /// <summary>The same bytes for another tenant's and for none.</summary>
    public static DeskException NotFound() => new(ErrorReason.NotFound, "there is no such thing");
}
