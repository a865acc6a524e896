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
        var lists = ListsOf(snapshot, tool);
        if (lists == Lists.None)
        {
            work.Checks.Set(CheckKind.ForbiddenWords, CheckOutcome.Skipped);
            return;
        }

        work.Checks.Set(CheckKind.ForbiddenWords, CheckOutcome.Ran);
        var firstLook = t_firstLook ??= new FindingList();
        for (var token = 0; token < work.Arguments.Count; token++)
        {
            if (work.Arguments.At(token) is not { Kind: JsonKind.String, Length: > 0 })
            {
                continue;
            }

            InspectText(snapshot, lists, work, token, "", firstLook);
            if (firstLook.Count > 0)
            {
                firstLook.Clear();
                InspectText(snapshot, lists, work, token, JsonPath.Of(work.Arguments, token), work.Findings);
            }
        }
    }

    /// <summary>Which rules have something to look for. The abuse lexicon is one and the same: it is read twice only where the two rules differ.</summary>
    private static Lists ListsOf(PolicySnapshot snapshot, ToolDefinition tool)
    {
        var (input, output) = (snapshot.Input, snapshot.Output);
        var lists = input.Abuse == AbuseRule.Off && input.ForbiddenWords.IsEmpty ? Lists.None : Lists.Input;
        if (tool.SideEffect != SideEffect.External)
        {
            return lists;
        }

        var sameAbuse = input.Abuse == output.Abuse && input.WordsEnforcement == output.WordsEnforcement;
        lists |= output.ForbiddenWords.IsEmpty ? Lists.None : Lists.OutputWords;
        return output.Abuse == AbuseRule.Off || sameAbuse ? lists : lists | Lists.OutputAbuse;
    }

    private static void InspectText(PolicySnapshot snapshot, Lists lists, Evaluation work, int token, string field, FindingList findings)
    {
        var utf8 = work.Arguments.Text(token);
        if (utf8.Length <= CharsOnStack)
        {
            Span<char> chars = stackalloc char[CharsOnStack];
            InspectText(snapshot, lists, work.Views, chars[..Encoding.UTF8.GetChars(utf8, chars)], field, findings);
            return;
        }

        var rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        InspectText(snapshot, lists, work.Views, rented.AsSpan(0, Encoding.UTF8.GetChars(utf8, rented)), field, findings);
        ArrayPool<char>.Shared.Return(rented);
    }

    private static void InspectText(
        PolicySnapshot snapshot, Lists lists, TextViews views, ReadOnlySpan<char> text, string field, FindingList findings)
    {
        views.Prepare(text);
        do
        {
            if (lists.HasFlag(Lists.Input))
            {
                WordCheck.Inspect(views, snapshot.Input.ForbiddenWords, snapshot.Input.Abuse, snapshot.Input.WordsEnforcement, field, findings);
            }

            if (lists.HasFlag(Lists.OutputWords) || lists.HasFlag(Lists.OutputAbuse))
            {
                var abuse = lists.HasFlag(Lists.OutputAbuse) ? snapshot.Output.Abuse : AbuseRule.Off;
                WordCheck.Inspect(views, snapshot.Output.ForbiddenWords, abuse, snapshot.Output.WordsEnforcement, field, findings);
            }
        }
        while (views.Advance(text));
    }

    [Flags]
    private enum Lists : byte
    {
        None = 0,
        Input = 1,
        OutputWords = 2,
        OutputAbuse = 4,
    }
}
