using AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>The texts that findings point into, so that UTF-16 places become code points.</summary>
internal readonly struct SpanText
{
    private const string UntrustedPrefix = "untrusted[";

    private readonly string? _text;
    private readonly IReadOnlyList<UntrustedText>? _untrusted;

    public SpanText(string? text, IReadOnlyList<UntrustedText>? untrusted = null)
    {
        _text = text;
        _untrusted = untrusted;
    }

    public (int Start, int End) CodePoints(string field, int start, int end)
    {
        if (TextOf(field) is not { } text)
        {
            return (start, end);
        }

        start = Math.Clamp(start, 0, text.Length);
        end = Math.Clamp(end, start, text.Length);
        var before = Count(text.AsSpan(0, start));
        return (before, before + Count(text.AsSpan(start, end - start)));
    }

    private string? TextOf(string field)
    {
        if (_untrusted is not null && field.StartsWith(UntrustedPrefix, StringComparison.Ordinal))
        {
            var close = field.IndexOf(']', StringComparison.Ordinal);
            return int.TryParse(field.AsSpan(UntrustedPrefix.Length, close - UntrustedPrefix.Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index)
                && index < _untrusted.Count
                    ? _untrusted[index].Text
                    : null;
        }

        return field.StartsWith('/') ? null : _text;
    }

    private static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune;
            count++;
        }

        return count;
    }
}
