using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary>What a value must be. Everything that is said must hold.</summary>
/// <param name="Values">equals and in: one of these; empty when not said.</param>
/// <param name="Above">Null when not said.</param>
/// <param name="Below">Null when not said.</param>
/// <param name="Matches">Null when not said.</param>
internal sealed record Comparison(ImmutableArray<ComparedValue> Values, decimal? Above, decimal? Below, Regex? Matches)
{
    /// <summary>Above or below is said: only numbers can be compared.</summary>
    public bool WantsNumber => Above is not null || Below is not null;

    /// <summary>Does a number hold, as far as numbers are asked for? A text is never matched against it.</summary>
    public bool HoldsNumber(decimal number) => !(number <= Above) && !(number >= Below);

    public bool HoldsText(ReadOnlySpan<char> text) => Matches is null || Matches.IsMatch(text);

    public bool HoldsValue(ComparedType type, ReadOnlySpan<char> text, decimal number)
    {
        if (Values.IsEmpty)
        {
            return true;
        }

        foreach (var value in Values)
        {
            if (value.Type == type && (type == ComparedType.Number ? value.Number == number : text.SequenceEqual(value.Text)))
            {
                return true;
            }
        }

        return false;
    }
}
