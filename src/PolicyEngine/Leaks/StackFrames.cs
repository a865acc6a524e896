namespace AiDesk.Policy.Leaks;

internal enum StackLanguage : byte
{
    None,
    DotNet,
    Java,
    JavaScript,
    Python,
    Go,
    Php,
    Ruby,
    Rust,
    Dart,
}

/// <summary>What one line of a stack trace looks like in each language. Hand-written: nothing here looks back.</summary>
internal static class StackFrames
{
    private static readonly string[] Codes = [.. Enum.GetNames<StackLanguage>().Select(n => "leak.stack_trace." + n.ToLowerInvariant())];

    public static string CodeOf(StackLanguage language) => Codes[(int)language];

    /// <summary>One line is enough: no prose reads like it.</summary>
    public static bool IsUnmistakable(StackLanguage language) =>
        language is StackLanguage.DotNet or StackLanguage.Java or StackLanguage.Python or StackLanguage.Ruby or StackLanguage.JavaScript;

    /// <summary>The language whose frame a trimmed line is.</summary>
    public static StackLanguage LanguageOf(ReadOnlySpan<char> line)
    {
        if (line.Length is < 6 or > 2_000)
        {
            return StackLanguage.None;
        }

        if (line.StartsWith("at ", StringComparison.Ordinal))
        {
            return AtFrame(line[3..]);
        }

        if (line.StartsWith("File \"", StringComparison.Ordinal) && line.Contains("\", line ", StringComparison.Ordinal))
        {
            return StackLanguage.Python;
        }

        if (line[0] == '#' && char.IsAsciiDigit(line[1]))
        {
            return HashFrame(line);
        }

        if (HasPosition(line, ".go:") || line.StartsWith("goroutine ", StringComparison.Ordinal) && line.EndsWith("]:", StringComparison.Ordinal))
        {
            return StackLanguage.Go;
        }

        if (HasPosition(line, ".rb:") && line.Contains(":in ", StringComparison.Ordinal))
        {
            return StackLanguage.Ruby;
        }

        if (HasPosition(line, ".rs:") && (line.StartsWith("thread '", StringComparison.Ordinal) || char.IsAsciiDigit(line[0])))
        {
            return StackLanguage.Rust;
        }

        var at = line.IndexOf('@');
        return at >= 0 && (line[(at + 1)..].StartsWith("http", StringComparison.Ordinal) || line[(at + 1)..].StartsWith("file:", StringComparison.Ordinal))
            && EndsWithPosition(line)
            ? StackLanguage.JavaScript
            : StackLanguage.None;
    }

    /// <summary>The line that stands before the frames.</summary>
    public static bool IsHeader(ReadOnlySpan<char> line) =>
        line.StartsWith("Traceback (most recent call last)", StringComparison.Ordinal)
        || line.StartsWith("Exception in thread", StringComparison.Ordinal)
        || line.StartsWith("Unhandled exception", StringComparison.OrdinalIgnoreCase)
        || line.StartsWith("Caused by:", StringComparison.Ordinal)
        || line.StartsWith("panic:", StringComparison.Ordinal)
        || line.StartsWith("Stack trace:", StringComparison.OrdinalIgnoreCase)
        || line.StartsWith("stack backtrace:", StringComparison.Ordinal)
        || line.Contains("' panicked at", StringComparison.Ordinal)
        || line.Contains("Fatal error", StringComparison.Ordinal)
        || NamesException(line);

    /// <summary><c>System.InvalidOperationException: …</c>, <c>TypeError: …</c>, <c>app.rb:3:in 'x': … (RuntimeError)</c></summary>
    private static bool NamesException(ReadOnlySpan<char> line)
    {
        var space = line.IndexOf(' ');
        var first = (space < 0 ? line : line[..space]).TrimEnd(':');
        return first.EndsWith("Exception", StringComparison.Ordinal) || first.EndsWith("Error", StringComparison.Ordinal)
            || line.EndsWith("Error)", StringComparison.Ordinal) || line.EndsWith("Exception)", StringComparison.Ordinal);
    }

    /// <summary>Frames that begin with "at": .NET, Java, JavaScript, Rust.</summary>
    private static StackLanguage AtFrame(ReadOnlySpan<char> call)
    {
        var open = call.IndexOf('(');
        if (open > 0 && call.LastIndexOf(')') is var close && close > open)
        {
            var inside = call[(open + 1)..close];
            if (inside.Contains(".java:", StringComparison.Ordinal) || inside.Contains(".kt:", StringComparison.Ordinal)
                || inside.Contains(".scala:", StringComparison.Ordinal) || inside is "Native Method" or "Unknown Source")
            {
                return StackLanguage.Java;
            }

            if (EndsWithPosition(inside))
            {
                return StackLanguage.JavaScript;
            }

            var name = call[..open].TrimEnd();
            var behind = call[(close + 1)..];
            if (name.Contains('.') && !name.Contains(' ') && (behind.IsEmpty || behind.StartsWith(" in ", StringComparison.Ordinal)))
            {
                return StackLanguage.DotNet;
            }
        }

        if (HasPosition(call, ".rs:"))
        {
            return StackLanguage.Rust;
        }

        return EndsWithPosition(call) && call.ContainsAny('/', '.', '\\') ? StackLanguage.JavaScript : StackLanguage.None;
    }

    /// <summary>Frames that begin with "#0": PHP (<c>#0 file(12): call()</c>) and Dart (<c>#0      main (file.dart:3:4)</c>).</summary>
    private static StackLanguage HashFrame(ReadOnlySpan<char> line)
    {
        if (line.Contains(".dart", StringComparison.Ordinal))
        {
            return StackLanguage.Dart;
        }

        var php = line.IndexOf(".php(", StringComparison.Ordinal);
        return (php > 0 && line[php..].Contains("): ", StringComparison.Ordinal)) || line.EndsWith(" {main}", StringComparison.Ordinal)
            ? StackLanguage.Php
            : StackLanguage.None;
    }

    /// <summary>A file ending and a line number behind it.</summary>
    private static bool HasPosition(ReadOnlySpan<char> line, string ending)
    {
        var at = line.IndexOf(ending, StringComparison.Ordinal);
        return at > 0 && at + ending.Length < line.Length && char.IsAsciiDigit(line[at + ending.Length]);
    }

    /// <summary><c>…:12:34</c> or <c>…:12</c> at the end.</summary>
    private static bool EndsWithPosition(ReadOnlySpan<char> text)
    {
        var last = text.LastIndexOf(':');
        return last > 0 && last < text.Length - 1 && text[(last + 1)..].IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
