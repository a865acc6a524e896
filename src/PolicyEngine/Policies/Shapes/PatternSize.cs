using System.Globalization;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>
/// How large an automaton a pattern asks for: (a{99}){99} is short and 9,801 steps long. An estimate from above, made before the pattern is compiled.
/// </summary>
internal static class PatternSize
{
    /// <summary>Largest size that is compiled.</summary>
    public const int Most = 5000;

    public static long Of(string pattern)
    {
        // Per open group: the size of what is complete in it. The last atom is what a repetition repeats.
        var groups = new Stack<long>();
        long size = 0;
        long atom = 0;
        for (var i = 0; i < pattern.Length;)
        {
            switch (pattern[i])
            {
                case '(':
                    groups.Push(size + atom);
                    (size, atom) = (0, 0);
                    i++;
                    break;
                case ')':
                    var inner = size + atom;
                    size = groups.Count > 0 ? groups.Pop() : 0;
                    atom = Math.Max(1, inner);
                    i++;
                    break;
                case '{' when TryRepetition(pattern, i, out var times, out var end):
                    atom = Math.Min(atom * Math.Max(1, times), int.MaxValue);
                    i = end;
                    break;
                case '[':
                    size += atom;
                    atom = 1;
                    i = EndOfClass(pattern, i);
                    break;
                default:
                    size += atom;
                    atom = 1;
                    i += pattern[i] == '\\' ? 2 : 1;
                    break;
            }

            size = Math.Min(size, int.MaxValue);
        }

        // A group that was never closed is refused later; its parts still count here.
        return groups.Sum() + size + atom;
    }

    private static int EndOfClass(string pattern, int start)
    {
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

    private static bool TryRepetition(string pattern, int start, out long times, out int end)
    {
        times = 0;
        end = pattern.IndexOf('}', start) + 1;
        if (end == 0)
        {
            return false;
        }

        var counts = pattern[(start + 1)..(end - 1)].Split(',');
        if (counts.Length > 2 || !TryCount(counts[0], out times))
        {
            return false;
        }

        return counts.Length == 1 || counts[1].Length == 0 || (TryCount(counts[1], out var most) && (times = Math.Max(times, most)) >= 0);
    }

    private static bool TryCount(string text, out long count) =>
        long.TryParse(text.Length > 9 ? "999999999" : text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
}
