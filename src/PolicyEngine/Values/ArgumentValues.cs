using System.Buffers;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Schemas.Json;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Values;

/// <summary>
/// CheckToolCall before the counters: the addresses, numbers and ids in the arguments, also nested and inside texts, but for those that the policy names.
/// Amounts of money are no addresses. In a text of more than a few words only what can be called, paid into or written to counts: a short code there
/// steers no action.
/// </summary>
internal static class ArgumentValues
{
    private const int CharsOnStack = 512;

    /// <summary>Words from which a text is prose.</summary>
    private const int ProseWords = 8;

    /// <summary>Least characters of a code in prose: those of a telephone number.</summary>
    private const int LeastInProse = 8;

    /// <summary>Longest number that is an id.</summary>
    private const int MostDigits = 40;

    private static readonly SearchValues<byte> Signs = SearchValues.Create("0123456789@.:"u8);

    public static void Inspect(PolicySnapshot snapshot, in CallContext context, ToolDefinition tool, Evaluation work)
    {
        work.Checks.Set(CheckKind.Provenance, CheckOutcome.Ran);
        var found = work.Values.Found;
        found.Begin(snapshot.ValueKey, ValueLimits.Asked, 0);
        found.Except(snapshot.Provenance, snapshot.Leaks.AllowedHosts);
        var arguments = work.Arguments;
        for (var token = 0; token < arguments.Count && !found.Truncated; token++)
        {
            var from = found.Count;
            switch (arguments.At(token).Kind)
            {
                case JsonKind.String when arguments.Text(token) is { Length: >= ValueLimits.LeastChars } text && MayHold(text):
                    ReadText(snapshot.Leaks, text, from, work);
                    break;
                case JsonKind.Number when !IsMoney(tool, arguments, token):
                    ReadNumber(arguments.Number(token), work);
                    break;
            }

            found.Mark(from, token);
        }

        foreach (ref readonly var value in found.Items)
        {
            work.Counters.Members.Add(value.Digest, MemberSets.None);
        }

        if (found.Count > 0)
        {
            ValuePlanner.AskProvenance(snapshot, context, work);
        }
    }

    // Other scripts have digits and signs of their own; everything else has one of these.
    private static bool MayHold(ReadOnlySpan<byte> text) => text.ContainsAny(Signs) || !Ascii.IsValid(text);

    private static bool IsMoney(ToolDefinition tool, JsonIndex arguments, int token)
    {
        foreach (var place in tool.MoneyPlaces)
        {
            if (place.Find(arguments) == token)
            {
                return true;
            }
        }

        return false;
    }

    private static void ReadText(LeakOptions leaks, ReadOnlySpan<byte> utf8, int from, Evaluation work)
    {
        if (utf8.Length <= CharsOnStack)
        {
            Span<char> chars = stackalloc char[CharsOnStack];
            ReadText(leaks, chars[..Encoding.UTF8.GetChars(utf8, chars)], from, work);
            return;
        }

        var rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        ReadText(leaks, rented.AsSpan(0, Encoding.UTF8.GetChars(utf8, rented)), from, work);
        ArrayPool<char>.Shared.Return(rented);
    }

    private static void ReadText(LeakOptions leaks, ReadOnlySpan<char> text, int from, Evaluation work)
    {
        var (values, views) = (work.Values, work.Views);
        var words = 0;
        views.Prepare(text);
        do
        {
            words += views.Folded.Summary.Count;
            values.Codes(views, everything: false);
            values.Addresses(views.Raw, views.Offset);
        }
        while (views.Advance(text));

        PassOver(leaks, text, words > ProseWords, from, values.Found);
    }

    /// <summary>Takes out what the policy names, whatever is a part of it, and what does not count in prose.</summary>
    private static void PassOver(LeakOptions leaks, ReadOnlySpan<char> text, bool prose, int from, ValueList found)
    {
        for (var i = from; i < found.Count; i++)
        {
            var value = found.Items[i];
            if (leaks.Allows(text[value.Start..value.End]))
            {
                found.Name(value.Start, value.End);
            }
        }

        for (var i = found.Count - 1; i >= from; i--)
        {
            var value = found.Items[i];
            if (found.IsNamed(value.Start, value.End) || (prose && value.Kind == ValueKind.Code && value.End - value.Start < LeastInProse))
            {
                found.RemoveAt(i);
            }
        }
    }

    private static void ReadNumber(JsonNumber number, Evaluation work)
    {
        if (!number.IsInteger || number.Exponent is < ValueLimits.LeastChars or > MostDigits)
        {
            return;
        }

        var text = work.Values.Text;
        text.Begin(ValueKind.Code);
        for (var i = 0; i < number.Exponent; i++)
        {
            text.Append(i < number.Digits.Length ? (char)number.Digits[i] : '0');
        }

        if (CodeShape.TryNormalise(text))
        {
            work.Values.Found.Add(text.Keyed, 0, 0);
        }
    }
}
