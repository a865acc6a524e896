using System.Buffers;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Schemas.Json;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Tools;

/// <summary>
/// Forbidden and abusive words in the texts of the arguments: the input's lists for every tool, and the output's for a tool with an external side effect,
/// as what it is given leaves the house.
/// </summary>
internal static class ArgumentWords
{
    private const int CharsOnStack = 512;

    // Where a first look writes; only a text that has a hit is worth the making of its pointer.
    [ThreadStatic]
    private static FindingList? t_firstLook;

    public static void Inspect(PolicySnapshot snapshot, ToolDefinition tool, Evaluation work)
    {
        work.Checks.Set(CheckKind.ForbiddenWords, CheckOutcome.Ran);
        var firstLook = t_firstLook ??= new FindingList();
        for (var token = 0; token < work.Arguments.Count; token++)
        {
            if (work.Arguments.At(token) is not { Kind: JsonKind.String, Length: > 0 })
            {
                continue;
            }

            InspectText(snapshot, tool, work, token, "", firstLook);
            if (firstLook.Count > 0)
            {
                firstLook.Clear();
                InspectText(snapshot, tool, work, token, JsonPath.Of(work.Arguments, token), work.Findings);
            }
        }
    }

    private static void InspectText(PolicySnapshot snapshot, ToolDefinition tool, Evaluation work, int token, string field, FindingList findings)
    {
        var utf8 = work.Arguments.Text(token);
        if (utf8.Length <= CharsOnStack)
        {
            Span<char> chars = stackalloc char[CharsOnStack];
            InspectText(snapshot, tool, work.Views, chars[..Encoding.UTF8.GetChars(utf8, chars)], field, findings);
            return;
        }

        var rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        InspectText(snapshot, tool, work.Views, rented.AsSpan(0, Encoding.UTF8.GetChars(utf8, rented)), field, findings);
        ArrayPool<char>.Shared.Return(rented);
    }

    private static void InspectText(
        PolicySnapshot snapshot, ToolDefinition tool, TextViews views, ReadOnlySpan<char> text, string field, FindingList findings)
    {
        views.Prepare(text);
        do
        {
            WordCheck.Inspect(views, snapshot.Input.ForbiddenWords, snapshot.Input.Abuse, snapshot.Input.WordsEnforcement, field, findings);
            if (tool.SideEffect == SideEffect.External)
            {
                WordCheck.Inspect(views, snapshot.Output.ForbiddenWords, snapshot.Output.Abuse, snapshot.Output.WordsEnforcement, field, findings);
            }
        }
        while (views.Advance(text));
    }
}
