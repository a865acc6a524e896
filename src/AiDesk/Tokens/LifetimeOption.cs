using System.CommandLine;
using System.Globalization;

namespace AiDesk.CommandLine.Tokens;

/// <summary>How long a token is good for, written as in policies: 90s, 15m, 1h.</summary>
internal static class LifetimeOption
{
    private static readonly TimeSpan Default = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static Option<TimeSpan> Create() => new("--ttl")
    {
        Description = "How long it is good for: 90s, 15m, 1h; at most 24h.",
        HelpName = "time",
        DefaultValueFactory = _ => Default,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (TryParse(text, out var lifetime))
            {
                return lifetime;
            }

            argument.AddError($"--ttl is a time such as 90s, 15m or 1h, from 1s to 24h, not '{text}'.");
            return default;
        },
    };

    public static bool TryParse(string text, out TimeSpan lifetime)
    {
        lifetime = default;
        var unit = text.Length < 2 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        if (unit == 0 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var seconds = (long)count * unit;
        if (seconds < 1 || seconds > (long)Longest.TotalSeconds)
        {
            return false;
        }

        lifetime = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
