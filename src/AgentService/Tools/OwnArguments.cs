using System.Text.Json.Nodes;
using AiDesk.Agent.Graph;

namespace AiDesk.Agent.Tools;

/// <summary>
/// Fills in the contact whose conversation it is, where the model wrote <c>current</c>: ids of contacts stand in no prompt. Before the check, so that policy
/// judges what is run.
/// </summary>
internal static class OwnArguments
{
    public const string Current = "current";

    /// <summary>JSON; null when the arguments are no object.</summary>
    public static string? Fill(string arguments, string contact)
    {
        if (JsonArguments.TryParse(arguments) is not { } read)
        {
            return null;
        }

        if (read["contact_id"] is JsonValue value && value.TryGetValue<string>(out var named) && named == Current)
        {
            read["contact_id"] = contact;
            return read.ToJsonString();
        }

        return arguments;
    }
}
