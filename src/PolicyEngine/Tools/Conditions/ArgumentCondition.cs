using System.Buffers;
using System.Text.Json;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>argument:</c>, a value of the call's arguments, read from their UTF-8 without a tree.</summary>
/// <param name="pointer">JSON pointer (RFC 6901).</param>
/// <param name="comparison">What the value must be.</param>
/// <param name="otherwise">What holds for a value that is there and cannot be compared: the severe side.</param>
internal sealed class ArgumentCondition(string pointer, Comparison comparison, bool otherwise) : Condition
{
    private const int OnStack = 256;

    private readonly JsonPlace _place = new(pointer);

    public override bool Holds(in ConditionFacts facts)
    {
        var reader = new Utf8JsonReader(facts.Arguments, new JsonReaderOptions { MaxDepth = JsonPlace.Depth });
        try
        {
            return _place.TryMoveTo(ref reader) && HoldsAt(ref reader);
        }
        catch (JsonException)
        {
            // Arguments that are not JSON were refused before; should they come here, the severe side holds.
            return otherwise;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in an escape: there is no text that it stands for.
            return otherwise;
        }
    }

    private bool HoldsAt(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => HoldsNumber(ref reader),
        JsonTokenType.String => HoldsText(ref reader),
        JsonTokenType.True => HoldsOther(ComparedType.Switch, "true"),
        JsonTokenType.False => HoldsOther(ComparedType.Switch, "false"),
        _ => otherwise,
    };

    private bool HoldsNumber(ref Utf8JsonReader reader)
    {
        if (comparison.Matches is not null)
        {
            return otherwise;
        }

        if (reader.TryGetDecimal(out var number))
        {
            return comparison.HoldsNumber(number) && comparison.HoldsValue(ComparedType.Number, default, number);
        }

        // Past decimal: larger than anything that a policy can name, so only its sign matters.
        var isNegative = reader.ValueSpan[0] == (byte)'-';
        return comparison.Values.IsEmpty && comparison.HoldsNumber(isNegative ? decimal.MinValue : decimal.MaxValue);
    }

    private bool HoldsText(ref Utf8JsonReader reader)
    {
        if (comparison.WantsNumber)
        {
            return otherwise;
        }

        // A text never has more UTF-16 units than UTF-8 bytes, escaped or not.
        var length = reader.ValueSpan.Length;
        char[]? rented = null;
        var text = length <= OnStack ? stackalloc char[OnStack] : rented = ArrayPool<char>.Shared.Rent(length);
        try
        {
            text = text[..reader.CopyString(text)];
            return comparison.HoldsText(text) && comparison.HoldsValue(ComparedType.Text, text, 0);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    private bool HoldsOther(ComparedType type, string text) =>
        comparison.WantsNumber || comparison.Matches is not null ? otherwise : comparison.HoldsValue(type, text, 0);
}
