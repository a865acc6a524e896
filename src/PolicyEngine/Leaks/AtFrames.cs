namespace AiDesk.Policy.Leaks;

/// <summary>Frames that say "at": .NET, Java, JavaScript, Rust; at the beginning of a line, or in a line that a whole trace was joined to.</summary>
internal static class AtFrames
{
    /// <summary>What stands behind "at ", to the line's end.</summary>
    public static StackLanguage LanguageOf(ReadOnlySpan<char> call)
    {
        var open = call.IndexOf('(');
        if (open > 0 && call.LastIndexOf(')') is var close && close > open)
        {
            var inside = call[(open + 1)..close];
            if (IsJavaFile(inside) || inside is "Native Method" or "Unknown Source")
            {
                return StackLanguage.Java;
            }

            if (FramePositions.Ends(inside) || inside is "native" or "<anonymous>")
            {
                return StackLanguage.JavaScript;
            }

            // A space before the bracket makes it prose: "at Example.com (open now)".
            var name = call[..open];
            var behind = call[(close + 1)..];
            if (name.Contains('.') && !name.Contains(' ') && (behind.IsEmpty || behind.StartsWith(" in ", StringComparison.Ordinal)))
            {
                return StackLanguage.DotNet;
            }
        }

        if (FramePositions.Has(call, ".rs:"))
        {
            return StackLanguage.Rust;
        }

        return FramePositions.EndsTwice(call) || (FramePositions.Ends(call) && (FramePositions.Has(call, ".js:") || FramePositions.Has(call, ".ts:")))
            ? StackLanguage.JavaScript
            : StackLanguage.None;
    }

    /// <summary>A frame anywhere in a line.</summary>
    public static StackLanguage InLine(ReadOnlySpan<char> line)
    {
        if (FramePositions.Has(line, ".cs:line "))
        {
            return StackLanguage.DotNet;
        }

        var open = line.IndexOf('(');
        for (var tries = 0; open > 0 && tries < 8; tries++)
        {
            var close = line[open..].IndexOf(')');
            if (close > 0 && char.IsLetterOrDigit(line[open - 1]) && IsJavaFile(line.Slice(open + 1, close - 1)))
            {
                return StackLanguage.Java;
            }

            var next = line[(open + 1)..].IndexOf('(');
            open = next < 0 ? -1 : open + 1 + next;
        }

        if (line.Contains(" at ", StringComparison.Ordinal) && (FramePositions.Has(line, ".js:") || FramePositions.Has(line, ".ts:") || FramePositions.Has(line, ".mjs:")))
        {
            return StackLanguage.JavaScript;
        }

        // Opera: "Line 43 of linked script http://…".
        if (line.StartsWith("Line ", StringComparison.Ordinal) && (line.Contains(" of linked script ", StringComparison.Ordinal) || line.Contains(" of inline#", StringComparison.Ordinal)))
        {
            return StackLanguage.JavaScript;
        }

        // Firefox and Safari: "name@file:line:column". Nothing but the line's end tells, so that a line as long as prose is none.
        var at = line.IndexOf('@');
        return at >= 0 && line.Length <= StreamAnchors.MaxChars && FramePositions.Ends(line) && line[(at + 1)..].Contains('/') ? StackLanguage.JavaScript : StackLanguage.None;
    }

    /// <summary><c>Orders.java:12</c>, and the files of the other languages of that machine.</summary>
    private static bool IsJavaFile(ReadOnlySpan<char> inside) =>
        FramePositions.Has(inside, ".java:") || FramePositions.Has(inside, ".kt:") || FramePositions.Has(inside, ".scala:") || FramePositions.Has(inside, ".groovy:")
        || FramePositions.Has(inside, ".clj:");
}
