using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace AiDesk.Policy.Schemas;

/// <summary>A <c>pattern</c>: searched for anywhere in the text, under the non-backtracking engine, so in time linear in the text.</summary>
internal sealed class SchemaPattern
{
    private const int OnStack = 256;

    // One step of a run for so much of text times pattern: what it costs, roughly, in units of looking at a token.
    private const int WorkPerStep = 8;

    private readonly Regex _regex;
    private readonly long _size;

    private SchemaPattern(Regex regex, long size)
    {
        _regex = regex;
        _size = size;
    }

    /// <summary>
    /// False, with the reason, for what is not a regular expression, needs backtracking (lookaround, back references, atomic groups) or is past
    /// <see cref="PatternCost"/>'s limits.
    /// </summary>
    public static bool TryCompile(string pattern, out SchemaPattern compiled, out string problem)
    {
        compiled = null!;
        if (!EcmaPattern.TryTranslate(pattern, out var translated, out problem))
        {
            return false;
        }

        var cost = PatternCost.Of(translated);
        if (!cost.IsBearable)
        {
            problem = $"is too large: at most {PatternCost.SizeLimit} symbols with repetitions written out, {PatternCost.NestedLimit} where counted ones are nested";
            return false;
        }

        if (!PatternCache.TryGet(translated, out var regex, out problem))
        {
            return false;
        }

        compiled = new SchemaPattern(regex, cost.Size);
        return true;
    }

    public bool Matches(ref SchemaRun run, ReadOnlySpan<byte> text)
    {
        if (!run.Spend((int)(text.Length * _size / WorkPerStep) + 1))
        {
            return false;
        }

        if (text.Length <= OnStack)
        {
            Span<char> chars = stackalloc char[OnStack];
            return _regex.IsMatch(chars[..Encoding.UTF8.GetChars(text, chars)]);
        }

        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        var matches = _regex.IsMatch(rented.AsSpan(0, Encoding.UTF8.GetChars(text, rented)));
        ArrayPool<char>.Shared.Return(rented);
        return matches;
    }
}
