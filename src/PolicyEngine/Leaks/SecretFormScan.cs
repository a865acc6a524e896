using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>Private keys, credentials in URLs, webhooks, and secrets whose fixed part stands inside (<see cref="SecretForms"/>).</summary>
internal static class SecretFormScan
{
    public const string KeyBegin = "-----BEGIN ";

    /// <summary>Longest form, each side of its mark.</summary>
    private const int MaxSide = 200;

    /// <summary>Longest address of a webhook.</summary>
    private const int MaxUrl = 1_024;

    private static readonly string[] AllMarks = [.. SecretForms.Inner.Select(f => f.Mark), .. SecretForms.Webhooks, .. CommandSecrets.Keys, KeyBegin, "://"];

    // Three sets and not one: a search looks for as many characters at a time as the shortest of its set has, and for few strings better than for many.
    // One set of all took seven times as long.
    private static readonly SearchValues<string> Pairs = SearchValues.Create([.. AllMarks.Where(m => m.Length == 2)], StringComparison.Ordinal);
    private static readonly SearchValues<string> Short = SearchValues.Create([.. AllMarks.Where(m => m.Length is > 2 and <= ShortMark)], StringComparison.Ordinal);
    private static readonly SearchValues<string> Long = SearchValues.Create([.. AllMarks.Where(m => m.Length > ShortMark)], StringComparison.Ordinal);

    private const int ShortMark = 4;

    private static readonly SearchValues<char> UrlEnds = SearchValues.Create(" \t\r\n\"'<>`(){}[]|\\,;。！？");

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        var (from, pair, brief, extended) = (0, -1, -1, -1);
        while (true)
        {
            // No mark begins another of its place, so the first is the first of any set.
            pair = Next(text, from, pair, Pairs);
            brief = Next(text, from, brief, Short);
            extended = Next(text, from, extended, Long);
            var start = Math.Min(pair, Math.Min(brief, extended));
            if (start == text.Length)
            {
                return;
            }

            var end = text[start] switch
            {
                '-' when text[start..].StartsWith(KeyBegin, StringComparison.Ordinal) => PrivateKeys.Report(scan, start),
                ':' when text[start + 1] == '/' => UrlCredentials.Report(scan, start),
                'P' or '<' => CommandSecrets.Key(scan, start),
                _ => Form(scan, start),
            };
            from = Math.Max(end, start + 1);
        }
    }

    /// <summary>Where the next mark of a set begins, from <paramref name="from"/> on; the text's length when there is none.</summary>
    private static int Next(ReadOnlySpan<char> text, int from, int known, SearchValues<string> marks)
    {
        if (known >= from)
        {
            return known;
        }

        var found = text[from..].IndexOfAny(marks);
        return found < 0 ? text.Length : from + found;
    }

    private static int Form(in LeakScan scan, int mark)
    {
        var text = scan.Text;
        foreach (ref readonly var form in SecretForms.Inner.AsSpan())
        {
            if (form.Mark[0] == text[mark] && text[mark..].StartsWith(form.Mark, StringComparison.Ordinal))
            {
                return Inner(scan, mark, form);
            }
        }

        foreach (var webhook in SecretForms.Webhooks)
        {
            if (webhook[0] == text[mark] && text[mark..].StartsWith(webhook, StringComparison.Ordinal))
            {
                return Webhook(scan, mark, webhook.Length);
            }
        }

        return -1;
    }

    private static int Inner(in LeakScan scan, int mark, in InnerForm form)
    {
        var text = scan.Text;
        var behind = mark + form.Mark.Length;
        var after = CharClasses.RunLength(text, behind, form.After, MaxSide);
        var before = after < form.MinAfter ? 0 : CharClasses.RunLengthBack(text, mark, form.Before, MaxSide);
        if (after < form.MinAfter || before < form.MinBefore)
        {
            return -1;
        }

        var (start, end) = (mark - before, behind + after);
        if (OpaqueText.IsRepetition(text[start..end]) || Placeholders.IsFilling(text[start..end]))
        {
            return -1;
        }

        scan.Add(form.Code, start, end);
        return end;
    }

    private static int Webhook(in LeakScan scan, int mark, int length)
    {
        const int MinSecret = 12;
        var text = scan.Text;
        var rest = text[mark..Math.Min(text.Length, mark + MaxUrl)];
        var stop = rest.IndexOfAny(UrlEnds);
        var url = (stop < 0 ? rest : rest[..stop]).TrimEnd(".:!?");
        var secret = url.Length < length ? default : url[length..];
        if (secret.Length < MinSecret || !secret.ContainsAnyInRange('0', '9') || OpaqueText.IsRepetition(secret) || Placeholders.IsFilling(secret)
            || (text[mark] is '.' or '/' && !(secret.Contains("sig=", StringComparison.Ordinal) || OpaqueText.IsAnnounced(secret))))
        {
            return -1;
        }

        var before = text[Math.Max(0, mark - MaxSide)..mark];
        var start = mark - before.Length + before.LastIndexOfAny(UrlEnds) + 1;
        scan.Add("leak.secret.webhook", start, mark + url.Length);
        return mark + url.Length;
    }
}
