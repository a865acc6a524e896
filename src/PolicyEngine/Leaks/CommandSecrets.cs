using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>
/// Secrets whose place says what they are: the password of a command line (<c>-u name:…</c>, <c>-p …</c> behind a program that takes one), of <c>.netrc</c> and
/// <c>.pgpass</c>, the last argument where a program makes credentials, and keys of PuTTY and of .NET's XML.
/// </summary>
internal static class CommandSecrets
{
    private const int MinSecret = 4;
    private const int MaxLine = 240;

    /// <summary>How far behind its mark a key's value stands.</summary>
    private const int KeyReach = 4_096;

    /// <summary>Where keys begin, which <see cref="SecretFormScan"/> looks for.</summary>
    public static string[] Keys { get; } = ["Private-Lines:", "<RSAKeyValue>"];

    /// <summary>At most eight: so many are found at the speed of one.</summary>
    private static readonly SearchValues<string> Marks = SearchValues.Create(
        [" -u ", " -p", " -a ", "machine ", "redential(", "BasicAuth(", "DirectoryEntry(", ":5432:"], StringComparison.Ordinal);

    /// <summary>Programs whose <c>-p</c> or <c>-a</c> is a password.</summary>
    private static readonly SearchValues<string> Programs = SearchValues.Create(
        ["sshpass", "mysql", "mariadb", "psexec", "docker login", "podman login", "redis-cli", "mongosh", "mongo ", "mongodump", "cqlsh", "az login", "oc login", "ldapsearch", "7z ", "unzip "],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`;|&<>");

    private static readonly SearchValues<string> KeyMarks = SearchValues.Create(Keys, StringComparison.Ordinal);

    /// <summary>A key of PuTTY or of XML begins at its mark, and is open for as far as its value may stand behind it; a password is a word of its own.</summary>
    public static StreamAnchor Anchor { get; } = new("leak.secret.command", MaxLine, OpenFrom);

    private static int OpenFrom(ReadOnlySpan<char> text, int from)
    {
        var recent = Math.Max(from, text.Length - KeyReach + 1);
        return recent < text.Length && text[recent..].IndexOfAny(KeyMarks) is >= 0 and var found ? recent + found : text.Length;
    }

    public static void Run(in LeakScan scan)
    {
        var from = 0;
        while (scan.Text[from..].IndexOfAny(Marks) is >= 0 and var found)
        {
            var mark = from + found;
            from = Math.Max(Report(scan, mark), mark + 1);
        }
    }

    /// <summary>Reports the secret at a mark; the index behind it, or -1 when there is none.</summary>
    private static int Report(in LeakScan scan, int mark)
    {
        var text = scan.Text;
        var behind = text[mark..Math.Min(text.Length, mark + MaxLine)];
        return text[mark] switch
        {
            ' ' when behind.StartsWith(" -u ", StringComparison.Ordinal) => User(scan, mark + 4),
            ' ' => Option(scan, mark),
            'm' => Netrc(scan, mark, behind),
            ':' => PgPass(scan, mark),
            _ => Argument(scan, mark, behind),
        };
    }

    private static int User(in LeakScan scan, int at)
    {
        var (start, length) = ValueAt(scan.Text, at);
        var value = scan.Text.Slice(start, length);
        var colon = value.IndexOf(':');
        return colon < 1 || value.ContainsAny("/\\,") ? -1 : Add(scan, start + colon + 1, length - colon - 1);
    }

    private static int Option(in LeakScan scan, int mark)
    {
        var text = scan.Text;
        var line = text[Math.Max(0, mark - MaxLine)..mark];
        line = line[(line.LastIndexOf('\n') + 1)..];
        if (!line.ContainsAny(Programs))
        {
            return -1;
        }

        // "-pSECRET" of MySQL, "-p SECRET" of the others; a number alone is a port.
        var (start, length) = ValueAt(text, mark + 3 < text.Length && text[mark + 3] == ' ' ? mark + 4 : mark + 3);
        var value = text.Slice(start, length);
        return length == 0 || value[0] == '-' || value.IndexOfAnyExceptInRange('0', '9') < 0 || value.StartsWith("assword", StringComparison.Ordinal) ? -1 : Add(scan, start, length);
    }

    private static int Netrc(in LeakScan scan, int mark, ReadOnlySpan<char> behind)
    {
        const string Name = "password ";
        var login = behind.IndexOf("login ", StringComparison.Ordinal);
        var password = login < 0 ? -1 : behind[login..].IndexOf(Name, StringComparison.Ordinal);
        if (password < 0 || behind[..login].Contains('.') == false)
        {
            return -1;
        }

        var (start, length) = ValueAt(scan.Text, mark + login + password + Name.Length);
        return Add(scan, start, length);
    }

    /// <summary><c>host:5432:database:user:password</c></summary>
    private static int PgPass(in LeakScan scan, int mark)
    {
        var (start, length) = ValueAt(scan.Text, mark + ":5432:".Length);
        var line = scan.Text.Slice(start, length);
        var last = line.LastIndexOf(':');
        return last > 0 && line.Count(':') == 2 ? Add(scan, start + last + 1, length - last - 1) : -1;
    }

    /// <summary>The last string before the bracket closes.</summary>
    private static int Argument(in LeakScan scan, int mark, ReadOnlySpan<char> behind)
    {
        var stop = behind.IndexOf(')');
        var call = stop < 0 ? default : behind[..stop];
        var close = call.LastIndexOfAny("\"'");
        var open = close <= 0 ? -1 : call[..close].LastIndexOf(call[close]);
        var first = call.IndexOfAny("\"'");
        return open <= first || call[(open + 1)..close].Contains(' ') ? -1 : Add(scan, mark + open + 1, close - open - 1);
    }

    /// <summary>The lines of a private key of PuTTY, or the exponent of an RSA key in XML.</summary>
    public static int Key(in LeakScan scan, int mark)
    {
        const int MinKey = 24;
        const Alphabet Base64 = Alphabet.AlphaNumeric | Alphabet.Base64;
        var text = scan.Text;
        var behind = text[mark..Math.Min(text.Length, mark + KeyReach)];
        var begin = text[mark] == 'P' ? behind.IndexOf('\n') + 1 : behind.IndexOf("<D>", StringComparison.Ordinal) + 3;
        if (begin < 4 || CharClasses.RunLength(behind, begin, Base64, KeyReach) is var length && length < MinKey || WordLikeness.IsWords(behind.Slice(begin, length)))
        {
            return -1;
        }

        var end = mark + begin + length;
        while (text[mark] == 'P' && end + 1 < text.Length && text[end] is '\n' && CharClasses.RunLength(text, end + 1, Base64, KeyReach) is >= 16 and var more)
        {
            end += 1 + more;
        }

        scan.Add("leak.secret.private_key", mark, end);
        return end;
    }

    private static (int Start, int Length) ValueAt(ReadOnlySpan<char> text, int at)
    {
        at += at < text.Length && text[at] is '"' or '\'' ? 1 : 0;
        if (at >= text.Length)
        {
            return (text.Length, 0);
        }

        var rest = text[at..Math.Min(text.Length, at + MaxLine)];
        var stop = rest.IndexOfAny(Ends);
        return (at, (stop < 0 ? rest : rest[..stop]).TrimEnd(".,)").Length);
    }

    private static int Add(in LeakScan scan, int start, int length)
    {
        var value = scan.Text.Slice(start, length);
        if (length < MinSecret || Placeholders.IsPlaceholder(value) || OpaqueText.IsRepetition(value) || scan.Options.Allows(value))
        {
            return -1;
        }

        scan.Add("leak.secret.command", start, start + length);
        return start + length;
    }
}
