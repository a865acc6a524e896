namespace AiDesk.Policy.Leaks;

/// <summary>Names of the tenant's tools.</summary>
internal static class ToolNameScan
{
    /// <summary>A name that no sentence has: with a sign in it, or capitals inside. Plain words ("search") are no leak.</summary>
    public static bool IsUnmistakable(string name) =>
        name.Length >= 5 && (name.AsSpan(1, name.Length - 2).ContainsAny('_', '-', '.') || name.AsSpan(1).ContainsAnyInRange('A', 'Z'));

    /// <summary>Reports a run that is a tool's name.</summary>
    public static bool Judge(in LeakScan scan, int start, int end)
    {
        var names = scan.Options.ToolNames.GetAlternateLookup<ReadOnlySpan<char>>();

        // The run stops at a dot, a name need not.
        var longer = end;
        while (longer < scan.Text.Length - 1 && scan.Text[longer] == '.' && CharClasses.Is(scan.Text[longer + 1], Alphabet.Url) && longer - start < 128)
        {
            longer += 1 + CharClasses.RunLength(scan.Text, longer + 1, Alphabet.Url, 128);
        }

        if (longer > end && names.Contains(scan.Text[start..longer]))
        {
            scan.Add("leak.tool_name", start, longer);
            return true;
        }

        if (names.Contains(scan.Text[start..end]))
        {
            scan.Add("leak.tool_name", start, end);
            return true;
        }

        return false;
    }
}
