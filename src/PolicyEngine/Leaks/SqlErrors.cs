using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>What database engines say when a statement fails: published wording that no conversation has. The line it stands in is the place.</summary>
internal static class SqlErrors
{
    /// <summary>Most of the line behind the wording.</summary>
    private const int MaxLine = 500;

    /// <summary>Most of the line before it: with the wording, no more than a stream holds back (<see cref="StreamAnchors.MaxChars"/>).</summary>
    private const int MaxBefore = 200;

    private static readonly SearchValues<string> Marks = SearchValues.Create(
        [
            "SQLSTATE[", "SQLSTATE ", "syntax error at or near", "error in your SQL syntax", "Unclosed quotation mark after", "violates unique constraint",
            "violates foreign key constraint", "violates not-null constraint", "violates check constraint", "duplicate key value", "Duplicate entry '", "Incorrect syntax near",
            "Invalid column name '", "Invalid object name '", "Unknown column '", "no such table: ", "no such column: ", "UNIQUE constraint failed: ", "FOREIGN KEY constraint failed",
            "E11000 duplicate key", "deadlock detected", "Deadlock found when trying", "Lock wait timeout exceeded", "com.mysql.", "org.postgresql.", "psycopg2.", "sqlalchemy.exc.",
            "sqlite3.", "SQLITE_", "MongoServerError", "SequelizeDatabaseError", "PrismaClientKnownRequestError", "Npgsql.", "Microsoft.Data.SqlClient", "System.Data.SqlClient",
            "java.sql.SQL", "PDOException", "ActiveRecord::", "ORA-0", "ORA-1", "ORA-2", "PLS-00", "SQL0", "DB2 SQL Error",
        ],
        StringComparison.Ordinal);

    /// <summary>The line before the wording and the wording itself; how far the line goes behind it, its finding says.</summary>
    public static StreamAnchor Anchor { get; } = new("leak.sql_error", MaxBefore + 40);

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        var from = 0;
        while (text[from..].IndexOfAny(Marks) is >= 0 and var found)
        {
            var mark = from + found;
            from = mark + 4;

            // Oracle's and DB2's codes have five or four digits.
            if (text[mark] == 'O' && CharClasses.RunLength(text, mark + 4, Alphabet.Digit, 6) != 5
                || text[mark..].StartsWith("SQL0", StringComparison.Ordinal) && CharClasses.RunLength(text, mark + 3, Alphabet.Digit, 6) is not (4 or 5))
            {
                continue;
            }

            var before = text[Math.Max(0, mark - MaxBefore)..mark];
            var behind = text[mark..Math.Min(text.Length, mark + MaxLine)];
            var start = CharClasses.Whole(text, mark - before.Length + before.LastIndexOf('\n') + 1);
            var stop = behind.IndexOf('\n');
            var end = mark + (stop < 0 ? behind : behind[..stop]).TrimEnd().Length;
            scan.Add("leak.sql_error", start, end);
            from = Math.Max(from, end);
        }
    }
}
