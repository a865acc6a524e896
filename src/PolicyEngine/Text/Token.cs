namespace AiDesk.Policy.Text;

/// <summary>One word of a view: a run of letters, digits and the marks that belong to them; each CJK character and kana is a word of its own.</summary>
internal readonly struct Token(int start, int length, uint hash, TokenMarks marks)
{
    /// <summary>First character, in the view.</summary>
    public readonly int Start = start;

    public readonly int Length = length;

    /// <summary><see cref="Tokenizer.Hash"/> of the characters.</summary>
    public readonly uint Hash = hash;

    public readonly TokenMarks Marks = marks;

    public int End => Start + Length;
}

/// <summary>What stands before a word, and what it is made of.</summary>
[Flags]
internal enum TokenMarks : byte
{
    None = 0,

    /// <summary>A sentence ended before it: <c>. ! ? ;</c> or a blank line.</summary>
    Sentence = 1,

    /// <summary>First word of its line.</summary>
    Line = 2,

    /// <summary>It has a letter.</summary>
    Letter = 4,

    /// <summary>It has a digit.</summary>
    Digit = 8,

    /// <summary>A quotation mark stands before it.</summary>
    Quoted = 16,
}
