using System.Buffers;

namespace AiDesk.Policy.Values;

/// <summary>
/// Finds e-mail addresses, web addresses and hosts in a text as it came: look-alike letters of other scripts make another host, so nothing is folded but
/// case. A web address counts twice, as itself and as its host.
/// </summary>
internal readonly ref struct AddressScan(ReadOnlySpan<char> text, int offset, ValueText value, ValueList found)
{
    private const int MostChars = 2_048;

    private static readonly SearchValues<char> Signs = SearchValues.Create("@.:");

    private readonly ReadOnlySpan<char> _text = text;

    public void Run()
    {
        for (var i = _text.IndexOfAny(Signs); i >= 0 && i < _text.Length;)
        {
            var next = i + 1;
            if (MayBelong(i))
            {
                next = Read(i);
            }

            var more = next < _text.Length ? _text[next..].IndexOfAny(Signs) : -1;
            i = more < 0 ? -1 : next + more;
        }
    }

    /// <summary>Writes the host of a link that another scanner found; false when it is none.</summary>
    public static bool TryHost(ReadOnlySpan<char> link, ValueText value)
    {
        var scheme = link.IndexOf("://", StringComparison.Ordinal);
        value.Begin(ValueKind.Host);
        return HostName.TryAppend(HostOf(link[(scheme + 3)..], out _), value, bare: false);
    }

    private bool MayBelong(int at) => _text[at] switch
    {
        ':' => _text[at..].StartsWith("://", StringComparison.Ordinal),
        _ => at > 0 && at + 1 < _text.Length && IsInner(_text[at - 1]) && IsInner(_text[at + 1]),
    };

    private static bool IsInner(char c) => char.IsAsciiLetterOrDigit(c) || c > 127 || c is '-' or '_' or '%' or '+';

    /// <summary>Reads the address around a sign; answers where to go on.</summary>
    private int Read(int at)
    {
        var start = at;
        while (start > 0 && at - start < MostChars && !IsDelimiter(_text[start - 1]))
        {
            start--;
        }

        var end = at + 1;
        while (end < _text.Length && end - at < MostChars && !IsDelimiter(_text[end]))
        {
            end++;
        }

        var all = _text[start..end];
        var trimmed = all.TrimEnd(".:!?/*_~-");
        if (trimmed.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
        {
            AddLink(start + scheme + 3, start + trimmed.Length);
        }
        else if (trimmed.IndexOf('@') is > 0 and var sign && sign < trimmed.Length - 1)
        {
            AddMail(start, start + sign, start + trimmed.Length);
        }
        else
        {
            AddBare(start, start + trimmed.Length);
        }

        return Math.Max(end, at + 1);
    }

    private void AddLink(int start, int end)
    {
        var link = _text[start..end];
        var host = HostOf(link, out var rest);
        value.Begin(ValueKind.Host);
        if (!HostName.TryAppend(host, value, bare: false))
        {
            return;
        }

        found.Add(value.Keyed, offset + start, offset + end);
        AddPath(host, rest, start, end);
    }

    private void AddBare(int start, int end)
    {
        var all = _text[start..end];
        var slash = all.IndexOf('/');
        var host = slash < 0 ? all : all[..slash];
        var colon = host.IndexOf(':');
        host = colon < 0 ? host : host[..colon];
        value.Begin(ValueKind.Host);
        if (!HostName.TryAppend(host, value, bare: true))
        {
            return;
        }

        found.Add(value.Keyed, offset + start, offset + end);
        if (slash >= 0)
        {
            AddPath(host, all[slash..], start, end);
        }
    }

    private void AddPath(ReadOnlySpan<char> host, ReadOnlySpan<char> path, int start, int end)
    {
        if (path.Trim("/").IsEmpty)
        {
            return;
        }

        value.Begin(ValueKind.Url);
        HostName.TryAppend(host, value, bare: false);
        AppendDecoded(path);
        value.TrimEnd('/');
        found.Add(value.Keyed, offset + start, offset + end);
    }

    private void AddMail(int start, int sign, int end)
    {
        // "mailto:a@b.example", "to=a@b.example": the name begins behind the last sign that it cannot hold.
        var name = _text[start..sign];
        name = name[(name.LastIndexOfAny(":=/") + 1)..];
        var host = _text[(sign + 1)..end];
        var stop = host.IndexOfAny("?/:@");
        host = stop < 0 ? host : host[..stop];
        value.Begin(ValueKind.Email);
        AppendDecoded(name);
        value.Append('@');
        if (!name.IsEmpty && HostName.TryAppend(host, value, bare: false))
        {
            found.Add(value.Keyed, offset + sign - name.Length, offset + sign + 1 + host.Length);
        }
    }

    /// <summary>The host of what follows <c>://</c>, without user and port.</summary>
    public static ReadOnlySpan<char> HostOf(ReadOnlySpan<char> link, out ReadOnlySpan<char> rest)
    {
        var end = link.IndexOfAny("/?#\\");
        rest = end < 0 ? default : link[end..];
        var authority = end < 0 ? link : link[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var port = authority.IndexOf(':');
        return port < 0 ? authority : authority[..port];
    }

    private void AppendDecoded(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            value.Append(char.ToLowerInvariant(PercentCode.Read(text, ref i)));
        }
    }

    private static bool IsDelimiter(char c) =>
        c < 128
            ? c is <= ' ' or '"' or '\'' or '<' or '>' or '(' or ')' or '[' or ']' or '{' or '}' or ',' or ';' or '|' or '`' or '\x7f'
            : !char.IsLetterOrDigit(c) && !char.IsSurrogate(c) && char.GetUnicodeCategory(c) is not (System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format);
}
