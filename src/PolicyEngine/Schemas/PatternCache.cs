using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace AiDesk.Policy.Schemas;

/// <summary>
/// Compiled expressions by their text: building one takes up to milliseconds, and a thousand tenants write the same few. A memo of a pure function: what is
/// in it changes no answer. Bounded: past <see cref="Limit"/> distinct texts, expressions are built anew.
/// </summary>
internal static class PatternCache
{
    private const int Limit = 4096;

    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    public static bool TryGet(string pattern, out Regex regex, out string problem)
    {
        problem = "";
        if (Known.TryGetValue(pattern, out regex!))
        {
            return true;
        }

        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException)
        {
            problem = "is not a regular expression";
            return false;
        }
        catch (NotSupportedException)
        {
            problem = "needs backtracking (lookaround, back reference, atomic group)";
            return false;
        }

        if (Known.Count < Limit)
        {
            Known.TryAdd(pattern, regex);
        }

        return true;
    }
}
