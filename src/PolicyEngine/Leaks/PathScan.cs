using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>Paths of a file system: Unix paths below the usual roots, Windows drives and shares. A path of a URL is none.</summary>
internal static class PathScan
{
    private const int MaxChars = 1_024;

    private static readonly SearchValues<string> Roots = SearchValues.Create(
        [
            "/etc/", "/var/", "/usr/", "/home/", "/opt/", "/root/", "/srv/", "/app/", "/tmp/", "/proc/", "/mnt/", "/Users/", "/bin/", "/lib/", "/data/", "/run/", "/dev/",
            "/private/", "/Library/", "/Applications/", "/System/", "/nix/", "/sbin/", "/boot/", "/workspace/", "~/.", "file:///", "%APPDATA%\\", "%USERPROFILE%\\", "%TEMP%\\", ":\\", "\\\\",
        ],
        StringComparison.Ordinal);

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`<>|*?,;)]}");

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        var from = 0;
        while (text[from..].IndexOfAny(Roots) is >= 0 and var found)
        {
            var at = from + found;
            from = at + 2;
            var start = text[at] == ':' ? at - 1 : at;
            if (start < 0 || (text[at] == ':' && !char.IsAsciiLetter(text[start])) || (start > 0 && !MayStandBefore(text[start - 1])))
            {
                continue;
            }

            var rest = text[start..Math.Min(text.Length, start + MaxChars)];
            var stop = rest.IndexOfAny(Ends);
            var path = (stop < 0 ? rest : rest[..stop]).TrimEnd(".:");
            if (IsPath(path))
            {
                scan.Add("leak.path", start, start + path.Length);
                from = start + path.Length;
            }
        }
    }

    private static bool MayStandBefore(char c) => !char.IsLetterOrDigit(c) && c is not ('/' or '\\' or '.' or '-' or '_' or '~' or '%');

    private static bool IsPath(ReadOnlySpan<char> path)
    {
        if (path[0] == '/')
        {
            // "/app/" alone, or "/home/garden" in a shop: a root needs a file, or three parts.
            return path.Length > 6 && (path.Count('/') >= 3 || path.Contains('.') || path.StartsWith("/etc/", StringComparison.Ordinal));
        }

        return path[0] == '\\' ? path.Length > 4 && path[2..].Contains('\\') : path.Length > 3 && char.IsLetterOrDigit(path[3]);
    }
}
