using System.Collections.Frozen;

namespace AiDesk.Client;

/// <summary>How one kind of failure is told.</summary>
/// <param name="Make">Makes the exception.</param>
/// <param name="Say">What the caller can do about it, given the call and the service's address.</param>
internal sealed record Advice(Func<string, FailedCall, Exception?, PolicyException> Make, Func<FailedCall, string, string> Say)
{
    private const string ReadState = "Read the state of what is asked for before asking again.";
    private const string ResolvedBefore = "It was settled before: read its state, and do not ask again.";

    /// <summary>By the service's reason, which says more than the status.</summary>
    private static readonly FrozenDictionary<string, Advice> ByReason = new Dictionary<string, Advice>(StringComparer.Ordinal)
    {
        ["FIELD_REQUIRED"] = Request(call => $"Set {Field(call)}."),
        ["FIELD_INVALID"] = Request(call => $"Correct {Field(call)}; the comment of the field in the protos says what it may hold."),
        ["ENUM_UNKNOWN"] = Request(call => $"Set {Field(call)} to a value that the service knows; a newer value needs a newer service."),
        ["TEXT_NOT_UTF8"] = Request(call => $"Send {Field(call)} as well-formed text, without lone surrogates."),
        ["REQUEST_ID_REUSED"] = Request(_ => "Use a new request_id for a new question; only a retry of the same one repeats it."),
        ["TOKEN_MISSING"] = Authentication("Give the client a Token, or a TokenProvider that fetches one."),
        ["TOKEN_INVALID"] = Authentication("Check that issuer, audience and key of the token are those that the service is set up with; `aidesk token` makes one in development."),
        ["TOKEN_EXPIRED"] = Authentication("Give the client a TokenProvider that fetches a fresh one."),
        ["ROLE_REQUIRED"] = Permission(call => $"Use a token of role {call.Metadata.GetValueOrDefault("role", "service")} for {call.Rpc}."),
        ["TENANT_UNKNOWN"] = Permission(_ => "Add a policy for the tenant of this token, or use the token of a tenant that has one."),
        ["SELF_APPROVAL"] = Permission(_ => "Have another person decide: nobody approves what they asked for."),
        ["NOT_FOUND"] = NotFound("Check the id: this tenant has nothing of that id, or it has lapsed."),
        ["ALREADY_RESOLVED"] = State(ResolvedBefore),
        ["APPROVAL_EXPIRED"] = State("Ask CheckToolCall again: the held call has lapsed."),
        ["FROZEN"] = State("The kill switch is on for this tenant: an administrator has to lift it."),
        ["DEPENDENCY_UNAVAILABLE"] = Unavailable((_, _) => "The service answers, but not what it depends on: its /readyz and its log say what. Try again later."),
        ["OVERLOADED"] = new((message, call, cause) => new PolicyOverloadedException(message, call, cause), (_, _) => "Nothing was counted. Slow down and try again later."),
        ["STREAM_IDLE"] = Late("Send the next part of the reply, and read what is released, within 60 seconds."),
        ["INTERNAL"] = Internal("This is a defect of the service: its log has the trace. Treat the action as denied."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>By the gRPC status, for what the service gave no reason for, or one that this client does not know.</summary>
    private static readonly FrozenDictionary<string, Advice> ByCode = new Dictionary<string, Advice>(StringComparer.Ordinal)
    {
        ["UNAVAILABLE"] = Unavailable((_, address) => $"No policy service answers at {address}: start it, or correct the client's address, TLS settings or socket path. Until then nothing may go on."),
        ["DEADLINE_EXCEEDED"] = Late("Treat the action as denied. Where the service is far away or busy, give the call a longer Deadline."),
        ["RESOURCE_EXHAUSTED"] = new((message, call, cause) => new PolicyTooLargeException(message, call, cause), (_, _) => "Send at most 4 MiB in one message: shorten the text, or ask about its parts."),
        ["UNAUTHENTICATED"] = Authentication("Give the client a token that the service accepts."),
        ["PERMISSION_DENIED"] = Permission(_ => "Use a token whose role may do this."),
        ["INVALID_ARGUMENT"] = Request(_ => "Correct the request."),
        ["OUT_OF_RANGE"] = Request(_ => "Correct the request."),
        ["NOT_FOUND"] = NotFound("Check the id."),
        ["FAILED_PRECONDITION"] = State(ReadState),
        ["ABORTED"] = State(ReadState),
        ["ALREADY_EXISTS"] = State(ResolvedBefore),
        ["UNIMPLEMENTED"] = new(
            (message, call, cause) => new PolicyUnsupportedException(message, call, cause),
            (call, address) => $"The service at {address} does not know {call.Rpc}: it is older than this client, or none of ours. Update the service."),
        ["CANCELLED"] = new((message, call, cause) => new PolicyException(message, call, cause), (_, _) => "The service ended the call. Treat the action as denied."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>For any other status: a fault inside.</summary>
    private static readonly Advice Otherwise = Internal("Treat the action as denied, and look into the log of the service.");

    public static Advice For(FailedCall call)
        => ByReason.TryGetValue(call.Reason, out var byReason) ? byReason : ByCode.TryGetValue(call.Code, out var byCode) ? byCode : Otherwise;

    private static string Field(FailedCall call) => call.Metadata.GetValueOrDefault("field", "the field");

    private static Advice Request(Func<FailedCall, string> say) => new((message, call, cause) => new PolicyRequestException(message, call, cause), (call, _) => say(call));

    private static Advice Permission(Func<FailedCall, string> say) => new((message, call, cause) => new PolicyPermissionException(message, call, cause), (call, _) => say(call));

    private static Advice Authentication(string say) => new((message, call, cause) => new PolicyAuthenticationException(message, call, cause), (_, _) => say);

    private static Advice NotFound(string say) => new((message, call, cause) => new PolicyNotFoundException(message, call, cause), (_, _) => say);

    private static Advice State(string say) => new((message, call, cause) => new PolicyStateException(message, call, cause), (_, _) => say);

    private static Advice Unavailable(Func<FailedCall, string, string> say) => new((message, call, cause) => new PolicyUnavailableException(message, call, cause), say);

    private static Advice Late(string say) => new((message, call, cause) => new PolicyDeadlineException(message, call, cause), (_, _) => say);

    private static Advice Internal(string say) => new((message, call, cause) => new PolicyInternalException(message, call, cause), (_, _) => say);
}
