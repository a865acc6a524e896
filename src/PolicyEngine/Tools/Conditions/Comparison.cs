using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary>What a value must be. Everything that is said must hold.</summary>
/// <param name="Values">equals and in: one of these; empty when not said.</param>
/// <param name="Above">Null when not said.</param>
/// <param name="Below">Null when not said.</param>
/// <param name="Matches">Null when not said.</param>
internal sealed record Comparison(ImmutableArray<ComparedValue> Values, PolicyNumber? Above, PolicyNumber? Below, Regex? Matches)
{
    /// <summary>Above or below is said: only numbers can be compared.</summary>
    public bool WantsNumber => Above is not null || Below is not null;

    /// <summary>Is the number between <see cref="Above"/> and <see cref="Below"/>, as far as they are said?</summary>
    public bool IsBetween(JsonNumber number) => !(Above?.Place(number) <= 0) && !(Below?.Place(number) >= 0);

    /// <summary>Is the number one of <see cref="Values"/>, or are there none?</summary>
    public bool IsOneOf(JsonNumber number)
    {
        foreach (var value in Values)
        {
            if (value.Number is { } wanted && wanted.Is(number))
            {
                return true;
            }
        }

        return Values.IsEmpty;
    }

    /// <summary>Is the text, or switch, in UTF-8, one of <see cref="Values"/>, or are there none?</summary>
    public bool IsOneOf(ComparedType type, ReadOnlySpan<byte> text)
    {
        foreach (var value in Values)
        {
            if (value.Type == type && text.SequenceEqual(value.Text))
            {
                return true;
            }
        }

        return Values.IsEmpty;
    }
}
