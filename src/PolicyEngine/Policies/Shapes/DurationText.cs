using System.Globalization;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>Lengths of time as policies write them: a whole number and a unit, <c>500ms</c>, <c>30s</c>, <c>10m</c>, <c>24h</c>, <c>90d</c>.</summary>
internal static class DurationText
{
    public const long Second = 1000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    private static readonly (string Unit, long Ms)[] Units = [("ms", 1), ("s", Second), ("m", Minute), ("h", Hour), ("d", Day)];

    public static bool TryParse(ReadOnlySpan<char> text, out long ms)
    {
        ms = 0;
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        if (digits is < 1 or > 12 || !long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        foreach (var (unit, length) in Units)
        {
            if (text[digits..].SequenceEqual(unit))
            {
                // Twelve digits of days are below 2^63 milliseconds.
                ms = count * length;
                return true;
            }
        }

        return false;
    }

    /// <summary>In the largest unit that gives a whole number.</summary>
    public static string Of(long ms)
    {
        for (var i = Units.Length - 1; i > 0; i--)
        {
            if (ms > 0 && ms % Units[i].Ms == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{ms / Units[i].Ms}{Units[i].Unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{ms}ms");
    }
}
