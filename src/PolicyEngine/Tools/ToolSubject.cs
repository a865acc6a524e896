using AiDesk.Policy.Checks;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Tools;

/// <summary>
/// What a call is about. Where the tool has a subject pointer, the arguments say it and nobody else: a caller could otherwise name the subject of another
/// action, whose review is done, and act on this one.
/// </summary>
internal static class ToolSubject
{
    public static string Of(in ToolCallCheck check, ToolDefinition tool, JsonIndex arguments)
    {
        if (tool.SubjectPlace is not { } place)
        {
            return check.Subject;
        }

        return place.TryReadText(arguments, out var text) ? text : "";
    }
}
