namespace AiDesk.Policy.Text;

/// <summary>What had to be undone before a text could be read. The name in findings is <see cref="TextTransforms.NameOf"/>.</summary>
public enum TextTransform : byte
{
    /// <summary>Nothing: the text as it came, but for case and accents.</summary>
    None,

    /// <summary>Zero-width characters, soft hyphens, fillers or control characters inside words.</summary>
    ZeroWidth,

    /// <summary>Bidirectional controls inside words.</summary>
    Bidi,

    /// <summary>Overlays and stacked combining marks on Latin letters.</summary>
    CombiningMarks,

    /// <summary>Full-width, mathematical, circled and other compatibility forms of Latin letters.</summary>
    Nfkc,

    /// <summary>Look-alike letters of other scripts inside Latin words.</summary>
    Homoglyph,

    /// <summary>Digits and symbols for letters.</summary>
    Leet,

    /// <summary>Letters, or small groups of them, with separators between.</summary>
    Spaced,

    Base64,
    Hex,
    Percent,

    /// <summary><c>\u0041</c>, <c>\x41</c>.</summary>
    UnicodeEscape,
    HtmlEntity,

    /// <summary>Unicode tag characters (U+E0020 to U+E007E), which are not drawn.</summary>
    TagCharacters,

    /// <summary>Bytes written as variation selectors, which are not drawn.</summary>
    VariationSelectors,

    /// <summary>The whole text backwards.</summary>
    Reversed,
    Rot13,

    /// <summary>Words without gaps between them, whatever else was done to them.</summary>
    Joined,

    /// <summary>Words whose inner letters are out of order.</summary>
    Scrambled,

    /// <summary>Each word backwards, in the order of the text.</summary>
    ReversedWords,

    /// <summary>Tags, comments and emphasis within words, and text in attributes and link titles.</summary>
    Markup,
    Base32,

    /// <summary>Bytes or characters as numbers: <c>73 103</c>, <c>0x49</c>, <c>01001001</c>.</summary>
    CharacterCodes,

    /// <summary><c>=49=67</c>.</summary>
    QuotedPrintable,

    /// <summary>Regional indicators, which are flags in pairs.</summary>
    RegionalIndicators,

    /// <summary>Letters that look like Latin ones upside down, backwards.</summary>
    UpsideDown,
}

public static class TextTransforms
{
    private static readonly string[] Names =
    [
        "", "zero_width", "bidi", "combining_marks", "nfkc", "homoglyph", "leet", "spaced", "base64", "hex", "percent", "unicode_escape", "html_entity",
        "tag_characters", "variation_selectors", "reversed", "rot13", "joined", "scrambled", "reversed_words", "markup", "base32", "character_codes",
        "quoted_printable", "regional_indicators", "upside_down",
    ];

    /// <summary>The name that a finding carries; empty for <see cref="TextTransform.None"/>.</summary>
    public static string NameOf(TextTransform transform) => Names[(int)transform];

    /// <summary>
    /// True when nobody writes so who means no harm: what is found behind it weighs more. Slips, names in code and markup are no disguise, and where the gaps
    /// between words were guessed, what stands around a match may have been lost.
    /// </summary>
    public static bool IsDisguise(TextTransform transform) => transform is not (TextTransform.None or TextTransform.CombiningMarks or TextTransform.Spaced
        or TextTransform.Joined or TextTransform.Scrambled or TextTransform.Markup);

    /// <summary>True when a view of this transform holds the whole text, and only the places that it touched are its own.</summary>
    internal static bool KeepsText(TextTransform transform) => transform is TextTransform.Leet or TextTransform.Spaced or TextTransform.Joined
        or TextTransform.Scrambled or TextTransform.Markup or TextTransform.ZeroWidth or TextTransform.RegionalIndicators;

    /// <summary>True when a view puts words together that did not stand so: letters torn apart, run together or replaced, markup taken out. No person wrote that text.</summary>
    internal static bool Rewrites(TextTransform transform) => transform is TextTransform.Leet or TextTransform.Spaced or TextTransform.Joined
        or TextTransform.Scrambled or TextTransform.Reversed or TextTransform.ReversedWords or TextTransform.Rot13 or TextTransform.UpsideDown
        or TextTransform.Markup or TextTransform.ZeroWidth;

    /// <summary>True when a guess at words made other characters of what stood there: no code or number is read from it.</summary>
    internal static bool ChangesLetters(TextTransform transform) => transform is TextTransform.Leet or TextTransform.Rot13 or TextTransform.Reversed
        or TextTransform.ReversedWords or TextTransform.Scrambled or TextTransform.UpsideDown;

    /// <summary>True for escapes within a text: what one stood for came from at least three characters.</summary>
    internal static bool IsEscape(TextTransform transform) =>
        transform is TextTransform.Percent or TextTransform.UnicodeEscape or TextTransform.HtmlEntity or TextTransform.QuotedPrintable;

    /// <summary>True when a person who reads the text does not see what the transform uncovers.</summary>
    public static bool Hides(TextTransform transform) => transform is TextTransform.TagCharacters or TextTransform.VariationSelectors;
}
