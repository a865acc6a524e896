using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>SQL statements. English selects things from lists too: lower-case statements need more than the two key words.</summary>
internal static class SqlScan
{
    private const int MaxChars = 4_000;

    /// <summary>What of a statement is looked at to know it for one.</summary>
    private const int MaxLook = 1_000;

    private static readonly SearchValues<string> Verbs = SearchValues.Create(
        ["select ", "insert into ", "update ", "delete from ", "create table ", "drop table ", "alter table "],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Operators = SearchValues.Create("=<>*;'");

    /// <summary>A statement begins at its verb, and is open until it ends or enough of it was looked at.</summary>
    public static StreamAnchor Anchor { get; } = new("leak.sql", 14, OpenFrom);

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        var from = 0;
        while (text[from..].IndexOfAny(Verbs) is >= 0 and var found)
        {
            var start = from + found;
            from = start + 6;
            if (start > 0 && char.IsLetterOrDigit(text[start - 1]))
            {
                continue;
            }

            if (IsSql(Statement(text[start..], MaxLook)))
            {
                var statement = Statement(text[start..], MaxChars);
                scan.Add("leak.sql", start, start + statement.Length);
                from = start + statement.Length;
            }
        }
    }

    private static int OpenFrom(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && text[from..].IndexOfAny(Verbs) is >= 0 and var found)
        {
            var start = from + found;
            from = start + 6;
            if (start > 0 && char.IsLetterOrDigit(text[start - 1]))
            {
                continue;
            }

            var rest = text[start..];
            var look = rest[..Math.Min(rest.Length, MaxLook)];
            if (!Ends(look) && (rest.Length < MaxLook || (rest.Length < MaxChars && IsSql(look.TrimEnd()) && !Ends(rest))))
            {
                return start;
            }
        }

        return text.Length;
    }

    private static bool Ends(ReadOnlySpan<char> text) => text.Contains(';') || text.Contains("\n\n", StringComparison.Ordinal);

    /// <summary>Up to a blank line, the semicolon before it, or the limit.</summary>
    private static ReadOnlySpan<char> Statement(ReadOnlySpan<char> text, int max)
    {
        text = text[..Math.Min(text.Length, max)];
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal);
        text = blank >= 0 ? text[..blank] : text;
        var semicolon = text.IndexOf(';');
        return semicolon >= 0 ? text[..(semicolon + 1)] : text.TrimEnd();
    }

    private static bool IsSql(ReadOnlySpan<char> statement)
    {
        var loud = char.IsAsciiLetterUpper(statement[0]) && char.IsAsciiLetterUpper(statement[1]);
        switch (statement[0] | 0x20)
        {
            case 's':
                var from = IndexOf(statement, " from ");
                var where = IndexOf(statement, " where ");
                return from > 0
                    && (statement[7..].TrimStart().StartsWith("*", StringComparison.Ordinal)
                        || (loud && statement[from + 1] == 'F')
                        || (where > from && statement[where..].ContainsAny(Operators)));
            case 'i':
                return IndexOf(statement, " values") > 0 || (statement.Contains('(') && IndexOf(statement, "select ") > 0);
            case 'u':
                var set = IndexOf(statement, " set ");
                return set > 0 && statement[set..].Contains('=');
            case 'd' when (statement[1] | 0x20) == 'e':
                return (loud && IndexOf(statement, "FROM ") > 0) || (IndexOf(statement, " where ") > 0 && statement.ContainsAny(Operators));
            default:
                return loud || statement.ContainsAny('(', ';');
        }
    }

    private static int IndexOf(ReadOnlySpan<char> statement, string word) => statement.IndexOf(word, StringComparison.OrdinalIgnoreCase);
}
