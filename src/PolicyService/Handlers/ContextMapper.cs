using AiDesk.Policy.Checks;
using AiDesk.Policy.Text;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>From the wire's context to the engine's. What the policy or the token knows better than the caller wins or refuses.</summary>
internal static class ContextMapper
{
    public static CallContext Map(Wire.CallContext context, Caller caller, DateTimeOffset now) => new()
    {
        SessionId = context.SessionId,
        ConversationId = context.ConversationId,
        RunId = context.RunId,
        UserId = context.UserId,
        Channel = context.Channel,
        ClientIp = context.ClientIp,
        Department = DepartmentOf(context, caller),
        Language = Languages.Parse(context.Locale, caller.Snapshot.Language),
        Mode = (CallMode)context.Mode,
        Now = now,
        Attributes = AttributeMapper.Map(context.Attributes, caller),
    };

    private static string DepartmentOf(Wire.CallContext context, Caller caller)
    {
        if (caller.Principal.Department is { Length: > 0 } claimed)
        {
            return Agreed(context.Department, claimed, "the token");
        }

        return context.UserId.Length > 0 && caller.Snapshot.Departments.TryGetValue(context.UserId, out var known)
            ? Agreed(context.Department, known, "the policy")
            : context.Department;
    }

    private static string Agreed(string said, string known, string source) =>
        said.Length == 0 || said == known ? known : throw RpcErrors.Invalid("context.department", $"contradicts {source}");
}
