namespace AiDesk.Policy.Leaks;

/// <summary>Is a place part of a link that anybody could follow, and no program's call? Such links carry identifiers that a customer is meant to have: of a payment, a parcel, a page.</summary>
internal static class Links
{
    /// <summary>Longest part of a link before the place.</summary>
    private const int Reach = 512;

    private static readonly string[] InnerHosts = [".internal", ".local", ".lan", ".corp", ".intranet", ".localdomain", ".svc", ".home.arpa"];

    public static bool IsInPublicLink(ReadOnlySpan<char> text, int place)
    {
        var before = text[Math.Max(0, place - Reach)..place];
        var link = before[(before.LastIndexOfAny(" \t\r\n\"'<>()`") + 1)..];
        var scheme = link.IndexOf("://", StringComparison.Ordinal);
        var isApi = link.Contains("/api/", StringComparison.OrdinalIgnoreCase) || (scheme > 0 && link[(scheme + 3)..].StartsWith("api.", StringComparison.OrdinalIgnoreCase));
        return !isApi && scheme is (4 or 5) && link[..4].Equals("http", StringComparison.OrdinalIgnoreCase) && IsPublic(Values.AddressScan.HostOf(link[(scheme + 3)..], out _));
    }

    /// <summary>A name with a dot in it, not an address and not a name that only one network knows.</summary>
    private static bool IsPublic(ReadOnlySpan<char> host)
    {
        if (!host.Contains('.') || char.IsAsciiDigit(host[^1]))
        {
            return false;
        }

        foreach (var inner in InnerHosts)
        {
            if (host.EndsWith(inner, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
