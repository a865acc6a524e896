namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// Characters that are not drawn. Dropping them is always right for judging; having them <em>inside a Latin word</em> is what counts as evidence:
/// joiners are legal in emoji, Persian and Indic scripts, and a byte order mark may stand at a beginning.
/// </summary>
internal static class InvisibleCharacters
{
    public static bool IsInvisible(int codePoint) => codePoint switch
    {
        0x00AD or 0x034F or 0x061C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFEFF or 0xFFA0 => true,
        >= 0x80 and <= 0x9F => codePoint != 0x85,
        >= 0x180B and <= 0x180F => true,
        >= 0x200B and <= 0x200F => true,
        >= 0x202A and <= 0x202E => true,
        >= 0x2060 and <= 0x206F => true,
        >= 0xFE00 and <= 0xFE0F => true,
        >= 0xFFF9 and <= 0xFFFB => true,
        >= 0x1BCA0 and <= 0x1BCA3 => true,
        >= 0x1D173 and <= 0x1D17A => true,
        >= 0xE0000 and <= 0xE0FFF => true,
        _ => false,
    };

    public static bool IsBidiControl(int codePoint) =>
        codePoint is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>An ASCII control that is no white space: NUL, backspace, escape …</summary>
    public static bool IsStrayControl(char c) => c is < ' ' and not ('\t' or '\n' or '\r' or '\f' or '\v') or '\u007F';
}
