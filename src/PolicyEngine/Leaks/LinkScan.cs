using AiDesk.Policy.Values;

namespace AiDesk.Policy.Leaks;

/// <summary>Links and images to hosts that the policy does not name. Judged only where the policy names any; a host that the customer
/// or a tool that vouches for it has named is excused later.</summary>
internal static class LinkScan
{
    private const int MaxUrl = 2_048;

    public static void Run(in LeakScan scan)
    {
        if (scan.Options.AllowedHosts.Count == 0)
        {
            return;
        }

        var text = scan.Text;
        var from = 0;
        while (text[from..].IndexOf("http", StringComparison.OrdinalIgnoreCase) is >= 0 and var found)
        {
            var start = from + found;
            from = start + 4;
            var host = HostStart(text[start..]);
            if (host < 0)
            {
                continue;
            }

            var length = UrlLength(text[start..]);
            if (!IsAllowed(scan.Options, HostIn(text.Slice(start + host, Math.Max(0, length - host)))))
            {
                scan.AddLink("leak.unknown_link", start, start + length);
            }

            from = start + length;
        }
    }

    /// <summary>Is a place part of a link to a host that the policy names?</summary>
    public static bool IsInAllowedLink(in LeakScan scan, int place)
    {
        const int Reach = 512;
        if (scan.Options.AllowedHosts.Count == 0)
        {
            return false;
        }

        var from = Math.Max(0, place - Reach);
        var before = scan.Text[from..place];
        var link = before[(before.LastIndexOfAny(" \t\r\n\"'<>(") + 1)..];
        var host = HostStart(link);
        return host > 0 && host < link.Length && IsAllowed(scan.Options, HostIn(link[host..]));
    }

    /// <summary>The host alone: what stands before an @ is a user's name, whatever it looks like.</summary>
    private static ReadOnlySpan<char> HostIn(ReadOnlySpan<char> link) => AddressScan.HostOf(link, out _).TrimEnd('.');

    private static int HostStart(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return 8;
        }

        return text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : -1;
    }

    private static int UrlLength(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, MaxUrl)];
        var end = text.IndexOfAny(" \t\r\n\"'<>)]`");
        return (end < 0 ? text : text[..end]).TrimEnd(".,;:!?").Length;
    }

    /// <summary>The host itself, or a host that it is a subdomain of.</summary>
    private static bool IsAllowed(LeakOptions options, ReadOnlySpan<char> host)
    {
        var hosts = options.AllowedHosts.GetAlternateLookup<ReadOnlySpan<char>>();
        while (!host.IsEmpty)
        {
            if (hosts.Contains(host))
            {
                return true;
            }

            var dot = host.IndexOf('.');
            host = dot < 0 ? default : host[(dot + 1)..];
        }

        return false;
    }
}
