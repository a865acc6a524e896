using System.Globalization;

namespace AiDesk.Policy.Schemas;

/// <summary>
/// What a pattern may cost, estimated from above before it is compiled. The non-backtracking engine is linear in the text, but its states are built while
/// matching, and counted repetitions inside counted repetitions make them many: (a{1,20}b?){1,25}c, 18 characters long, was seen to take twenty seconds.
/// </summary>
internal readonly record struct PatternCost
{
    /// <summary>Largest <see cref="Size"/> that is compiled.</summary>
    public const int SizeLimit = 1000;

    /// <summary>Largest <see cref="Nested"/> that is compiled.</summary>
    public const int NestedLimit = 128;

    /// <summary>Symbols of the pattern with its counted repetitions written out.</summary>
    public long Size { get; private init; }

    /// <summary>Symbols of its largest counted repetition that has another inside; 0 when there is none.</summary>
    public long Nested { get; private init; }

    public bool IsBearable => Size <= SizeLimit && Nested <= NestedLimit;

    /// <summary>Of a pattern as .NET reads it. One that is not well formed gets some cost: it is refused later.</summary>
    public static PatternCost Of(string pattern)
    {
        var groups = new Stack<(long Size, bool Counted)>();
        long size = 0;
        long atom = 0;
        long nested = 0;
        var counted = false; // a counted repetition in the group so far
        var atomCounted = false; // in the last atom
        for (var i = 0; i < pattern.Length;)
        {
            switch (pattern[i])
            {
                case '(':
                    groups.Push((size + atom, counted));
                    (size, atom, counted, atomCounted) = (0, 0, false, false);
                    i++;
                    break;
                case ')':
                    atom = Math.Max(1, size + atom);
                    atomCounted = counted;
                    var around = groups.Count > 0 ? groups.Pop() : default;
                    (size, counted) = (around.Size, around.Counted || atomCounted);
                    i++;
                    break;
                case '{' when TryCount(pattern, i, out var times, out var end):
                    atom = Math.Min(atom * Math.Max(1, times), int.MaxValue);
                    nested = atomCounted && times > 1 ? Math.Max(nested, atom) : nested;
                    atomCounted |= times > 1;
                    counted |= times > 1;
                    i = end;
                    break;
                case '*' or '+' or '?':
                    i++;
                    break;
                default:
                    size = Math.Min(size + atom, int.MaxValue);
                    (atom, atomCounted) = (1, false);
                    i = pattern[i] == '[' ? EndOfClass(pattern, i) : i + (pattern[i] == '\\' ? 2 : 1);
                    break;
            }
        }

        return new PatternCost { Size = Math.Max(1, groups.Sum(group => group.Size) + size + atom), Nested = nested };
    }

    private static int EndOfClass(string pattern, int start)
    {
        // A bracket that comes first is a member.
        var first = start + 1 < pattern.Length && pattern[start + 1] == '^' ? start + 2 : start + 1;
        for (var i = first; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                i++;
            }
            else if (pattern[i] == ']' && i > first)
            {
                return i + 1;
            }
        }

        return pattern.Length;
    }

    // {n}, {n,} and {n,m}: how often what is repeated is written out.
    private static bool TryCount(string pattern, int start, out long times, out int end)
    {
        times = 0;
        end = pattern.IndexOf('}', start) + 1;
        if (end == 0)
        {
            return false;
        }

        var inside = pattern.AsSpan(start + 1, end - start - 2);
        var comma = inside.IndexOf(',');
        var least = comma < 0 ? inside : inside[..comma];
        var most = comma < 0 || comma == inside.Length - 1 ? least : inside[(comma + 1)..];
        return IsCount(least, out _) && IsCount(most, out times);
    }

    private static bool IsCount(ReadOnlySpan<char> digits, out long count)
    {
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            count = 0;
            return false;
        }

        count = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? Math.Min(value, int.MaxValue) : int.MaxValue;
        return true;
    }
}
