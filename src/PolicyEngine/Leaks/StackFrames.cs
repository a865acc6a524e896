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
    Cpp,
    Swift,
    Elixir,
    Perl,
}

/// <summary>What one line of a stack trace looks like in each language; Kotlin's and Scala's are Java's. Hand-written: nothing here looks back.</summary>
internal static class StackFrames
{
    /// <summary>What stands around a line in quotations, tables and code: not part of a frame.</summary>
    public const string Margins = " \t>|`*";

    /// <summary>Longest frame.</summary>
    public const int MaxChars = 2_000;

    private static readonly string[] Codes = [.. Enum.GetNames<StackLanguage>().Select(n => "leak.stack_trace." + n.ToLowerInvariant())];

    public static string CodeOf(StackLanguage language) => Codes[(int)language];

    /// <summary>One line is enough: no prose reads like it.</summary>
    public static bool IsUnmistakable(StackLanguage language) =>
        language is StackLanguage.DotNet or StackLanguage.Java or StackLanguage.Python or StackLanguage.Ruby or StackLanguage.JavaScript or StackLanguage.Php
            or StackLanguage.Dart or StackLanguage.Cpp or StackLanguage.Swift or StackLanguage.Elixir or StackLanguage.Perl;

    /// <summary>The language whose frame a trimmed line is.</summary>
    public static StackLanguage LanguageOf(ReadOnlySpan<char> line)
    {
        if (line.Length is < 6 or > MaxChars)
        {
            return StackLanguage.None;
        }

        if (line.StartsWith("at ", StringComparison.Ordinal))
        {
            var framed = AtFrames.LanguageOf(line[3..]);
            if (framed != StackLanguage.None)
            {
                return framed;
            }
        }

        if (line[0] == '#' && char.IsAsciiDigit(line[1]))
        {
            var framed = HashFrame(line);
            return framed == StackLanguage.None ? NativeFrames.LanguageOf(line) : framed;
        }

        if (char.IsAsciiDigit(line[0]) && NativeFrames.LanguageOf(line) is not StackLanguage.None and var native)
        {
            return native;
        }

        return InnerFrame(line);
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
        || line.StartsWith("terminate called after throwing", StringComparison.Ordinal)
        || line.StartsWith("Backtrace:", StringComparison.Ordinal)
        || line.StartsWith("** (", StringComparison.Ordinal)
        || line.Contains("' panicked at", StringComparison.Ordinal)
        || line.Contains("Fatal error", StringComparison.OrdinalIgnoreCase)
        || NamesException(line);

    /// <summary><c>System.InvalidOperationException: …</c>, <c>TypeError: …</c>, <c>app.rb:3:in 'x': … (RuntimeError)</c></summary>
    private static bool NamesException(ReadOnlySpan<char> line)
    {
        var space = line.IndexOf(' ');
        var first = (space < 0 ? line : line[..space]).TrimEnd(':');
        return first.EndsWith("Exception", StringComparison.Ordinal) || first.EndsWith("Error", StringComparison.Ordinal)
            || line.EndsWith("Error)", StringComparison.Ordinal) || line.EndsWith("Exception)", StringComparison.Ordinal);
    }

    /// <summary>Frames that are known by what stands inside the line.</summary>
    private static StackLanguage InnerFrame(ReadOnlySpan<char> line)
    {
        if (line.IndexOf("File \"", StringComparison.Ordinal) is >= 0 and var file && line[file..].IndexOf("\", line ", StringComparison.Ordinal) is > 0 and var number
            && char.IsAsciiDigit(line[Math.Min(line.Length - 1, file + number + 8)]))
        {
            return StackLanguage.Python;
        }

        if (FramePositions.Has(line, ".go:") || (line.StartsWith("goroutine ", StringComparison.Ordinal) && line.EndsWith("]:", StringComparison.Ordinal)))
        {
            return StackLanguage.Go;
        }

        if (FramePositions.Has(line, ".rb:") && line.Contains(":in ", StringComparison.Ordinal))
        {
            return StackLanguage.Ruby;
        }

        if (FramePositions.Has(line, ".rs:") && (line.StartsWith("thread '", StringComparison.Ordinal) || char.IsAsciiDigit(line[0])))
        {
            return StackLanguage.Rust;
        }

        if ((FramePositions.Has(line, ".ex:") || FramePositions.Has(line, ".exs:")) && line.Contains(": ", StringComparison.Ordinal))
        {
            return StackLanguage.Elixir;
        }

        if (FramePositions.Has(line, ".pl line ") || FramePositions.Has(line, ".pm line "))
        {
            return StackLanguage.Perl;
        }

        if (FramePositions.Has(line, ".php on line ") || (FramePositions.Has(line, ".php:") && line.Contains("Uncaught ", StringComparison.Ordinal)))
        {
            return StackLanguage.Php;
        }

        return AtFrames.InLine(line);
    }

    /// <summary>Frames that begin with "#0": PHP (<c>#0 file(12): call()</c>) and Dart (<c>#0      main (file.dart:3:4)</c>).</summary>
    private static StackLanguage HashFrame(ReadOnlySpan<char> line)
    {
        if (line.Contains(".dart", StringComparison.Ordinal) || line.Contains("(dart:", StringComparison.Ordinal))
        {
            return StackLanguage.Dart;
        }

        var php = line.IndexOf(".php(", StringComparison.Ordinal);
        return (php > 0 && line[php..].Contains("): ", StringComparison.Ordinal)) || line.EndsWith(" {main}", StringComparison.Ordinal)
            || line.Contains("[internal function]: ", StringComparison.Ordinal)
            ? StackLanguage.Php
            : StackLanguage.None;
    }
}
