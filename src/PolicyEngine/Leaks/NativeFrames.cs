namespace AiDesk.Policy.Leaks;

/// <summary>
/// Frames with an address in them, of C, C++ and Swift: debuggers' and sanitizers' (<c>#0 0x4a1f in main x.cpp:5</c>), crash reports'
/// (<c>3   Desk   0x0000000104 Desk + 124</c>), and Rust's numbered ones (<c>1: core::panicking::panic</c>).
/// </summary>
internal static class NativeFrames
{
    private static readonly string[] Files = [".c:", ".cc:", ".cpp:", ".cxx:", ".h:", ".hpp:"];

    public static StackLanguage LanguageOf(ReadOnlySpan<char> line)
    {
        var address = line.IndexOf(" 0x", StringComparison.Ordinal);
        if (line[0] == '#')
        {
            return (address > 0 && line[address..].Contains(" in ", StringComparison.Ordinal)) || (line.Contains(" at ", StringComparison.Ordinal) && HasFile(line))
                ? StackLanguage.Cpp
                : StackLanguage.None;
        }

        if (address > 0 && line[address..].LastIndexOf(" + ", StringComparison.Ordinal) is > 0 and var plus
            && line[(address + plus + 3)..].IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return StackLanguage.Swift;
        }

        var digits = CharClasses.RunLength(line, 0, Alphabet.Digit, 4);
        return line[digits..].StartsWith(": ", StringComparison.Ordinal) && line.Contains("::", StringComparison.Ordinal) && !line[(digits + 2)..].Contains(' ')
            ? StackLanguage.Rust
            : StackLanguage.None;
    }

    private static bool HasFile(ReadOnlySpan<char> line)
    {
        foreach (var file in Files)
        {
            if (FramePositions.Has(line, file))
            {
                return true;
            }
        }

        return false;
    }
}
