using System.Collections.Frozen;
using System.Globalization;

namespace AiDesk.Policy.Values;

/// <summary>The normal form of a host: ASCII (IDNA), lower case, without <c>www.</c> and a final dot.</summary>
internal static class HostName
{
    /// <summary>RFC 1035, section 2.3.4.</summary>
    private const int MostChars = 253;

    private const int MostLabel = 63;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    // What looks like a host in a text and is a file.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FileTypes = FrozenSet.ToFrozenSet(
        [
            "pdf", "png", "jpg", "jpeg", "gif", "svg", "webp", "csv", "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "html", "htm", "json",
            "xml", "yaml", "yml", "md", "log", "ini", "cfg", "exe", "dll", "bat", "js", "css", "ts", "cs", "java", "php", "eml", "msg", "ics", "mp3", "mp4", "wav",
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Writes the normal form to <paramref name="text"/>; false when it is none: no dot, a label that cannot be, a last one that is no domain.</summary>
    public static bool TryAppend(ReadOnlySpan<char> host, ValueText text, bool bare)
    {
        if (host.Contains('%'))
        {
            Span<char> decoded = stackalloc char[MostChars];
            return TryDecode(host, decoded, out var length) && TryAppendDecoded(decoded[..length], text, bare);
        }

        return TryAppendDecoded(host, text, bare);
    }

    private static bool TryAppendDecoded(ReadOnlySpan<char> host, ValueText text, bool bare)
    {
        host = host.TrimEnd(".");
        if (host.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
        {
            host = host[4..];
        }

        if (host.IsEmpty || host.Length > MostChars)
        {
            return false;
        }

        if (System.Text.Ascii.IsValid(host))
        {
            return TryAppendAscii(host, text, bare);
        }

        try
        {
            return TryAppendAscii(Idn.GetAscii(host.ToString()), text, bare);
        }
        catch (ArgumentException)
        {
            // No name that could be looked up.
            return false;
        }
    }

    private static bool TryDecode(ReadOnlySpan<char> host, Span<char> decoded, out int length)
    {
        length = 0;
        for (var i = 0; i < host.Length; i++)
        {
            if (length == decoded.Length)
            {
                return false;
            }

            decoded[length++] = PercentCode.Read(host, ref i);
        }

        return true;
    }

    private static bool TryAppendAscii(ReadOnlySpan<char> host, ValueText text, bool bare)
    {
        var dot = host.LastIndexOf('.');
        var last = host[(dot + 1)..];
        if (dot <= 0 || !AreLabels(host))
        {
            return false;
        }

        var address = last.IndexOfAnyExcept("0123456789") < 0;
        var domain = last.Length is >= 2 and <= MostLabel && char.IsAsciiLetter(last[0]);
        if (bare ? !domain || last.Length > 24 || FileTypes.Contains(last) : !domain && !(address && host.Count('.') == 3))
        {
            return false;
        }

        foreach (var c in host)
        {
            text.Append(char.ToLowerInvariant(c));
        }

        return true;
    }

    private static bool AreLabels(ReadOnlySpan<char> host)
    {
        var length = 0;
        foreach (var c in host)
        {
            if (c == '.')
            {
                if (length == 0)
                {
                    return false;
                }

                length = 0;
            }
            else if (!(char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || ++length > MostLabel)
            {
                return false;
            }
        }

        return length > 0;
    }
}
