namespace AiDesk.Policy.Leaks;

/// <summary>A pass that lets its bearer board, ski or enter is no password, whatever stands behind it.</summary>
internal static class Passes
{
    private static readonly string[] Kinds =
    [
        "boarding ", "day ", "ski ", "bus ", "travel ", "season ", "week ", "weekly ", "month ", "monthly ", "annual ", "year ", "event ", "festival ", "museum ", "city ", "rail ", "train ", "metro ",
        "gym ", "visitor ", "family ", "weekend ", "hall ", "park ", "parking ",
    ];

    /// <summary>Does the kind of a pass stand right before a name?</summary>
    public static bool IsNamedBefore(ReadOnlySpan<char> text, int name)
    {
        const int Reach = 12;
        var before = text[Math.Max(0, name - Reach)..name];
        foreach (var kind in Kinds)
        {
            if (before.EndsWith(kind, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
