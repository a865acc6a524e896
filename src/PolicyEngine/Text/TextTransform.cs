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

    /// <summary>Single letters with separators between them.</summary>
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
    Reversed,
    Rot13,
}

public static class TextTransforms
{
    private static readonly string[] Names =
    [
        "", "zero_width", "bidi", "combining_marks", "nfkc", "homoglyph", "leet", "spaced", "base64", "hex", "percent", "unicode_escape", "html_entity",
        "tag_characters", "variation_selectors", "reversed", "rot13",
    ];

    /// <summary>The name that a finding carries; empty for <see cref="TextTransform.None"/>.</summary>
    public static string NameOf(TextTransform transform) => Names[(int)transform];

    /// <summary>True when a person who reads the text does not see what the transform uncovers.</summary>
    public static bool Hides(TextTransform transform) => transform is TextTransform.TagCharacters or TextTransform.VariationSelectors;
}
