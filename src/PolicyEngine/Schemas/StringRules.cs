namespace AiDesk.Policy.Schemas;

/// <summary><c>minLength</c> and <c>maxLength</c> in code points, <c>pattern</c>.</summary>
internal sealed class StringRules
{
    public int MinLength { get; set; }

    public int MaxLength { get; set; } = int.MaxValue;

    public SchemaPattern? Pattern { get; set; }

    public bool Check(ref SchemaRun run, int token)
    {
        var text = run.Json.Text(token);

        // A code point is one to four bytes: most texts need not be counted.
        if (text.Length > MaxLength || text.Length / 4 < MinLength)
        {
            var length = CodePoints(text);
            if (length > MaxLength)
            {
                return run.GoesOn && run.Fault(token, $"must have at most {MaxLength} characters");
            }

            if (length < MinLength)
            {
                return run.GoesOn && run.Fault(token, $"must have at least {MinLength} characters");
            }
        }

        return Pattern is null || Pattern.Matches(ref run, text) || run.Fault(token, "does not match the pattern");
    }

    /// <summary>Code points of valid UTF-8: all bytes but continuations.</summary>
    public static int CodePoints(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var unit in text)
        {
            count += (unit & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
