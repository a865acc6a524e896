using System.Globalization;
using System.Text;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// What each code point becomes in a folded view: NFKC, case folded, Latin and Greek letters without their marks, plus the letters that NFKC does not
/// take apart (ß, ı, ø, æ …). Built once from ICU, so that the hot path neither calls it nor allocates. Composition across code points does not matter
/// here: marks on Latin are dropped, and <see cref="Folding"/> keeps those of other scripts as they come.
/// </summary>
internal static class FoldTable
{
    /// <summary>Longest replacement. A longer expansion is cut: the long ones are ligatures of Arabic and CJK, which hide no instruction.</summary>
    public const int MaxExpansion = 4;

    private const int PageBits = 7;
    private const int PageSize = 1 << PageBits;
    private const int LastCodePoint = 0x2FA1F;

    private static readonly StringBuilder Building = new();
    private static readonly uint[]?[] Pages = Build();
    private static readonly char[] Pool = Building.ToString().ToCharArray();

    /// <summary>What becomes of a code point above ASCII.</summary>
    public static FoldEntry Lookup(int codePoint)
    {
        if (codePoint is >= 0xE0000 and <= 0xE0FFF)
        {
            // Tags and the selector supplement: never drawn.
            return new FoldEntry((uint)FoldKind.Drop);
        }

        if (codePoint > LastCodePoint)
        {
            return default;
        }

        var page = Pages[codePoint >> PageBits];
        return page is null ? default : new FoldEntry(page[codePoint & (PageSize - 1)]);
    }

    public static ReadOnlySpan<char> Replacement(FoldEntry entry) => Pool.AsSpan(entry.Offset, entry.Length);

    private static uint[]?[] Build()
    {
        var pages = new uint[]?[(LastCodePoint >> PageBits) + 1];
        Span<char> source = stackalloc char[2];
        Span<char> folded = stackalloc char[64];
        for (var codePoint = 0x80; codePoint <= LastCodePoint; codePoint++)
        {
            if (codePoint is (>= 0x20000 and < 0x2F800) or (>= 0x3400 and < 0xA000) or (>= 0xAC00 and <= 0xD7A3) || !IsCharacter(codePoint))
            {
                // Unified ideographs and Hangul syllables are their own folding; normalization throws on what is no character.
                continue;
            }

            var entry = EntryOf(codePoint, source, folded);
            if (entry != 0)
            {
                (pages[codePoint >> PageBits] ??= new uint[PageSize])[codePoint & (PageSize - 1)] = entry;
            }
        }

        return pages;
    }

    /// <summary>No surrogate, and none of the code points that are reserved for never being a character.</summary>
    public static bool IsCharacter(int codePoint) =>
        codePoint is not ((>= 0xD800 and <= 0xDFFF) or (>= 0xFDD0 and <= 0xFDEF)) && (codePoint & 0xFFFE) != 0xFFFE;

    private static uint EntryOf(int codePoint, Span<char> source, Span<char> folded)
    {
        if (InvisibleCharacters.IsInvisible(codePoint))
        {
            return (uint)FoldKind.Drop;
        }

        var rune = new Rune(codePoint);
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        {
            return (uint)FoldKind.Mark;
        }

        if (SpecialLetters.Find(codePoint) is { } special)
        {
            return Add(special, compatibility: false);
        }

        var original = source[..rune.EncodeToUtf16(source)];
        var length = Fold(original, folded);
        if (length == 0 || original.SequenceEqual(folded[..length]))
        {
            return 0;
        }

        // A letter that only lost its case or its accent is ordinary writing; one that changed its form is not.
        Span<char> canonical = stackalloc char[16];
        var compatibility = !original.TryNormalize(canonical, out var canonicalLength, NormalizationForm.FormC)
            || !new string(canonical[..canonicalLength]).IsNormalized(NormalizationForm.FormKC);
        return Add(folded[..Math.Min(length, MaxExpansion)], compatibility);
    }

    private static int Fold(ReadOnlySpan<char> original, Span<char> folded)
    {
        Span<char> decomposed = stackalloc char[64];
        if (!original.TryNormalize(decomposed, out var length, NormalizationForm.FormKC))
        {
            return 0;
        }

        var lower = new string(decomposed[..length]).ToLowerInvariant();
        var first = lower.Length == 0 ? '\0' : lower.Normalize(NormalizationForm.FormD)[0];
        var form = DropsMarks(first) ? NormalizationForm.FormKD : NormalizationForm.FormKC;
        if (!lower.AsSpan().TryNormalize(decomposed, out length, form))
        {
            return 0;
        }

        var count = 0;
        foreach (var c in decomposed[..length])
        {
            if (form == NormalizationForm.FormKD && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (SpecialLetters.Find(c) is { } special)
            {
                special.CopyTo(folded[count..]);
                count += special.Length;
            }
            else
            {
                folded[count++] = c;
            }
        }

        return count;
    }

    /// <summary>Latin and Greek are judged without accents: people leave them out, and no signature depends on one.</summary>
    private static bool DropsMarks(char first) => first is < '\u0250' or (>= '\u0370' and <= '\u03FF');

    private static uint Add(ReadOnlySpan<char> replacement, bool compatibility)
    {
        var offset = Building.Length;
        Building.Append(replacement);
        return (uint)FoldKind.Replace | (compatibility ? FoldEntry.CompatibilityBit : 0) | ((uint)replacement.Length << 4) | ((uint)offset << 8);
    }
}

internal enum FoldKind : byte
{
    Keep,
    Replace,

    /// <summary>It is not drawn.</summary>
    Drop,

    /// <summary>A combining mark.</summary>
    Mark,
}

internal readonly struct FoldEntry(uint bits)
{
    public const uint CompatibilityBit = 4;

    public FoldKind Kind => (FoldKind)(bits & 3);

    /// <summary>A compatibility form of its replacement, as a full-width letter is.</summary>
    public bool Compatibility => (bits & CompatibilityBit) != 0;

    public int Length => (int)((bits >> 4) & 15);

    public int Offset => (int)(bits >> 8);
}
