namespace AiDesk.Policy.Text.Transforms;

/// <summary>Letters that normalization leaves whole and that people, and evasions, write for Latin ones.</summary>
internal static class SpecialLetters
{
    /// <summary>What the letter is folded to; null when it is none of these.</summary>
    public static string? Find(int codePoint) => codePoint switch
    {
        'ß' or 'ẞ' => "ss",
        'ı' or 'İ' => "i",
        'ſ' => "s",
        'æ' or 'Æ' => "ae",
        'œ' or 'Œ' => "oe",
        'ø' or 'Ø' => "o",
        'đ' or 'Đ' or 'ð' or 'Ð' => "d",
        'ł' or 'Ł' => "l",
        'þ' or 'Þ' => "th",
        'ħ' or 'Ħ' => "h",
        'ŋ' or 'Ŋ' => "n",
        'ŧ' or 'Ŧ' => "t",
        'ĸ' => "k",
        '\u2019' or '\u02BC' or '\u2032' => "'",
        // Braille blank and the ideographic space look like spaces.
        '\u2800' => " ",
        // Squared, negative circled and negative squared letters, which NFKC knows only in part.
        >= 0x1F130 and <= 0x1F149 => Letters[codePoint - 0x1F130],
        >= 0x1F150 and <= 0x1F169 => Letters[codePoint - 0x1F150],
        >= 0x1F170 and <= 0x1F189 => Letters[codePoint - 0x1F170],
        _ => null,
    };

    private static readonly string[] Letters = [.. Enumerable.Range('a', 26).Select(c => ((char)c).ToString())];
}
