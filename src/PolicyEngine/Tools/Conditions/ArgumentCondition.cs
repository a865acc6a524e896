using System.Buffers;
using System.Text;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>argument:</c>, a value of the call's arguments.</summary>
/// <param name="place">Where it is.</param>
/// <param name="comparison">What the value must be.</param>
/// <param name="otherwise">What holds for a value that is there and cannot be compared: the severe side.</param>
internal sealed class ArgumentCondition(JsonPointer place, Comparison comparison, bool otherwise) : Condition
{
    private const int CharsOnStack = 256;

    public override bool Holds(in ConditionFacts facts)
    {
        var token = place.Find(facts.Document);
        return token >= 0 && facts.Document.Tokens[token].Kind switch
        {
            JsonKind.Number => HoldsNumber(facts.Document.Number(token)),
            JsonKind.String => HoldsText(facts.Document.Text(token)),
            JsonKind.True => HoldsSwitch("true"u8),
            JsonKind.False => HoldsSwitch("false"u8),
            _ => otherwise,
        };
    }

    private bool HoldsNumber(JsonNumber number) => comparison.Matches is null ? comparison.IsBetween(number) && comparison.IsOneOf(number) : otherwise;

    private bool HoldsText(ReadOnlySpan<byte> text) => comparison.WantsNumber ? otherwise : comparison.IsOneOf(ComparedType.Text, text) && Matches(text);

    private bool HoldsSwitch(ReadOnlySpan<byte> text) =>
        comparison.WantsNumber || comparison.Matches is not null ? otherwise : comparison.IsOneOf(ComparedType.Switch, text);

    private bool Matches(ReadOnlySpan<byte> text)
    {
        if (comparison.Matches is null)
        {
            return true;
        }

        // A text never has more UTF-16 units than UTF-8 bytes.
        if (text.Length <= CharsOnStack)
        {
            Span<char> chars = stackalloc char[CharsOnStack];
            return comparison.Matches.IsMatch(chars[..Encoding.UTF8.GetChars(text, chars)]);
        }

        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        var matches = comparison.Matches.IsMatch(rented.AsSpan(0, Encoding.UTF8.GetChars(text, rented)));
        ArrayPool<char>.Shared.Return(rented);
        return matches;
    }
}
