using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>
/// Names of what a service runs on: cloud resources by their published name forms, hosts that only programs speak to, hosts of the inner network. A link that
/// a customer could follow is none.
/// </summary>
internal static class Infrastructure
{
    private const int MaxName = 128;

    /// <summary>Endings of hosts behind which a service keeps its data, and inner networks.</summary>
    private static readonly string[] Hosts =
    [
        ".rds.amazonaws.com", ".cache.amazonaws.com", ".es.amazonaws.com", ".execute-api.", ".dkr.ecr.", ".compute.internal", ".database.windows.net", ".search.windows.net",
        ".redis.cache.windows.net", ".vault.azure.net", ".servicebus.windows.net", ".documents.azure.com", ".openai.azure.com", ".azconfig.io", ".blob.core.windows.net",
        ".file.core.windows.net", ".table.core.windows.net", ".queue.core.windows.net", ".mongodb.net", ".snowflakecomputing.com", ".jfrog.io", ".storage.googleapis.com",
        ".svc.cluster.local", ".internal:", ".corp:", ".local:", ".s3.amazonaws.com", ".my.salesforce.com", ".okta.com", ".auth0.com",
    ];

    private static readonly string[] Names = ["arn:aws", "projects/", "subscriptions/"];

    private static readonly SearchValues<string> Marks = SearchValues.Create([.. Hosts, .. Names], StringComparison.Ordinal);

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        var from = 0;
        while (text[from..].IndexOfAny(Marks) is >= 0 and var found)
        {
            var mark = from + found;
            var end = text[mark] == '.' ? Host(scan, mark) : Resource(scan, mark);
            from = Math.Max(end, mark + 1);
        }
    }

    private static int Host(in LeakScan scan, int dot)
    {
        const Alphabet Label = Alphabet.AlphaNumeric | Alphabet.Dash | Alphabet.Dot;
        var text = scan.Text;
        var before = CharClasses.RunLengthBack(text, dot, Label, MaxName);
        var end = dot + CharClasses.RunLength(text, dot, Label, MaxName);

        // Inner hosts count with the port that programs use.
        if (end < text.Length && text[end] == ':')
        {
            end += 1 + CharClasses.RunLength(text, end + 1, Alphabet.Digit, 5);
        }

        var name = text[(dot - before)..end];
        if (before == 0 || (end < text.Length && text[end] == '/' && IsExample(name)) || Links.IsInPublicLink(text, dot) || !char.IsAsciiLetterOrDigit(text[end - 1]) || scan.Options.Allows(text[(dot - before)..end]))
        {
            return -1;
        }

        scan.Add("leak.infrastructure", dot - before, end);
        return end;
    }

    /// <summary>An object of a storage that documentation made up: nobody's.</summary>
    private static bool IsExample(ReadOnlySpan<char> host) =>
        (host.EndsWith(".s3.amazonaws.com", StringComparison.Ordinal) || host.EndsWith(".storage.googleapis.com", StringComparison.Ordinal))
        && (host.StartsWith("some-", StringComparison.OrdinalIgnoreCase) || host.StartsWith("your", StringComparison.OrdinalIgnoreCase)
            || host.Contains("example", StringComparison.OrdinalIgnoreCase) || host.IndexOf('.') < 2);

    /// <summary><c>arn:partition:service:region:account:resource</c>, and resource paths that a project or a subscription begins.</summary>
    private static int Resource(in LeakScan scan, int mark)
    {
        const Alphabet Part = Alphabet.Url | Alphabet.Dot | Alphabet.Base64;
        var text = scan.Text;
        var i = mark;
        var signs = 0;
        while (i < text.Length && i - mark < MaxName * 2 && (CharClasses.Is(text[i], Part) || text[i] is ':' or '*'))
        {
            signs += text[i] is ':' or '/' ? 1 : 0;
            i++;
        }

        var name = text[mark..i].TrimEnd(".:");
        var isArn = name.StartsWith("arn:", StringComparison.Ordinal);
        var known = isArn ? signs >= 5 : signs >= 3 && (name.Contains("/resourceGroups/", StringComparison.Ordinal) || name.Contains("/locations/", StringComparison.Ordinal)
            || name.Contains("/secrets/", StringComparison.Ordinal) || name.Contains("/serviceAccounts/", StringComparison.Ordinal));
        if (!known || name.StartsWith("arn:aws:iam::aws:", StringComparison.Ordinal) || (mark > 0 && char.IsAsciiLetterOrDigit(text[mark - 1])) || Links.IsInPublicLink(text, mark) || scan.Options.Allows(name))
        {
            return -1;
        }

        scan.Add("leak.infrastructure", mark, mark + name.Length);
        return mark + name.Length;
    }
}
