namespace AiDesk.Policy.Injection;

/// <summary>A phrase of the lexicon in a view.</summary>
internal struct SignatureHit
{
    /// <summary>First word.</summary>
    public int Token;

    /// <summary>Word after the last.</summary>
    public int TokenEnd;

    /// <summary>Characters in the view.</summary>
    public int Start;
    public int End;

    /// <summary>Number of the sentence.</summary>
    public int Sentence;

    /// <summary>Index of its meaning until the language is known.</summary>
    public int Meaning;

    public SignatureClass Classes;

    /// <summary>A quotation mark stands right behind it.</summary>
    public bool Closed;

    /// <summary>The sentence or the line ends behind it.</summary>
    public bool Ends;

    /// <summary>It stands in a call, as <c>print(</c>, or is what one is given: <c>check("</c>.</summary>
    public bool InCode;

    /// <summary>A name with an underscore stands beside it.</summary>
    public bool BesideName;

    /// <summary>An address stands behind it in its line.</summary>
    public bool BeforeAddress;

    /// <summary>The language of the text puts the verb last.</summary>
    public bool VerbFinal;

    public readonly bool Is(SignatureClass any) => (Classes & any) != 0;
}
