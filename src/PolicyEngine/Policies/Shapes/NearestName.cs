namespace AiDesk.Policy.Policies.Shapes;

/// <summary>"Did you mean …": the known name that is nearest to what was written, when one is near enough to be meant.</summary>
internal static class NearestName
{
    /// <summary>The end of a message; empty when nothing is near.</summary>
    public static string Hint(string written, IEnumerable<string> known) => Find(written, known) is { } name ? $"; did you mean {name}?" : "";

    public static string? Find(string written, IEnumerable<string> known)
    {
        // Names of a policy are short: a longer text is not a slip of the fingers.
        if (written.Length is 0 or > 64)
        {
            return null;
        }

        var allowed = Math.Max(1, written.Length / 3);
        string? nearest = null;
        foreach (var name in known)
        {
            var distance = Distance(Plain(written), Plain(name));
            if (distance <= allowed && (nearest is null || distance < Distance(Plain(written), Plain(nearest))))
            {
                nearest = name;
            }
        }

        return nearest;
    }

    /// <summary>Case, hyphens and underscores are what people mix up most: maxChars is max_chars.</summary>
    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Optimal string alignment: insertions, deletions, replacements and swapped neighbours each cost 1.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 32)
        {
            return int.MaxValue;
        }

        var cost = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            cost[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = cost[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[left.Length, right.Length];
    }
}
