using AiDesk.Policy.Text.Transforms;

namespace AiDesk.Policy.Text;

/// <summary>
/// Words and phrases with a bit mask each, looked up by the hashes that a view's words carry: two probes of a sieve for a word that begins none. Immutable.
/// </summary>
internal sealed class PhraseTable
{
    private readonly uint[] _hashes;
    private readonly int[] _heads;
    private readonly Phrase[] _phrases;
    private readonly int _mask;

    /// <summary>One bit per hash: most words of a text end here, in the nearest cache.</summary>
    private readonly ulong[] _sieve;

    private PhraseTable(uint[] hashes, int[] heads, Phrase[] phrases)
    {
        _hashes = hashes;
        _heads = heads;
        _phrases = phrases;
        _mask = hashes.Length - 1;
        _sieve = new ulong[SieveBits / 64];
        foreach (var hash in hashes)
        {
            if (hash != 0)
            {
                _sieve[SieveBit(hash) >> 6] |= 1UL << SieveBit(hash);
            }
        }
    }

    private const int SieveBits = 1 << 16;

    public int Count => _phrases.Length;

    /// <summary>False when no phrase begins at this word; true when one may.</summary>
    public bool MayBegin(ReadOnlySpan<Token> tokens, int index) =>
        InSieve(Key(tokens[index].Hash)) || (index + 1 < tokens.Length && InSieve(PairKey(tokens[index].Hash, tokens[index + 1].Hash)));

    /// <summary>Compiles phrases; one that folds to no word is left out. The same phrase twice has both masks.</summary>
    public static PhraseTable Build(IEnumerable<(string Text, ulong Classes, bool Exact)> entries)
    {
        var views = new TextViews();
        var merged = new Dictionary<string, Phrase>(StringComparer.Ordinal);
        foreach (var (text, classes, exact) in entries)
        {
            var words = WordsOf(views, text);
            if (words.Length == 0)
            {
                continue;
            }

            var key = (exact ? "=" + text : "") + string.Join(' ', words);
            merged[key] = merged.TryGetValue(key, out var other)
                ? other with { Classes = other.Classes | classes }
                : new Phrase(words, classes, exact ? text.ToLowerInvariant() : null, -1);
        }

        // Longest first, so that the first that fits is the longest.
        var phrases = merged.Values.OrderByDescending(p => p.Words.Length).ThenBy(p => string.Join(' ', p.Words), StringComparer.Ordinal).ToArray();
        var size = 64;
        while (size < phrases.Length * 4)
        {
            size *= 2;
        }

        var hashes = new uint[size];
        var heads = new int[size];
        for (var i = phrases.Length - 1; i >= 0; i--)
        {
            var words = phrases[i].Words;
            var first = Tokenizer.Hash(words[0]);
            var hash = words.Length == 1 ? Key(first) : PairKey(first, Tokenizer.Hash(words[1]));
            var slot = Slot(hash, size - 1);
            while (hashes[slot] != 0 && hashes[slot] != hash)
            {
                slot = (slot + 1) & (size - 1);
            }

            phrases[i] = phrases[i] with { Next = hashes[slot] == 0 ? -1 : heads[slot] };
            hashes[slot] = hash;
            heads[slot] = i;
        }

        return new PhraseTable(hashes, heads, phrases);
    }

    /// <summary>The longest phrase that begins at a word of a view; its words, 0 when there is none.</summary>
    public int Match(TextViews views, TextView view, int index, out ulong classes)
    {
        var tokens = view.Tokens;
        if (index + 1 < tokens.Length && MatchIn(Head(PairKey(tokens[index].Hash, tokens[index + 1].Hash)), views, view, index, out classes) is > 1 and var words)
        {
            return words;
        }

        return MatchIn(Head(Key(tokens[index].Hash)), views, view, index, out classes);
    }

    /// <summary>The words that an entry folds to, with a space between.</summary>
    public static string KeyOf(TextViews views, string text) => string.Join(' ', WordsOf(views, text));

    /// <summary>The mask of a single word; 0 when it is none.</summary>
    public ulong Find(ReadOnlySpan<char> word)
    {
        for (var p = Head(Key(Tokenizer.Hash(word))); p >= 0; p = _phrases[p].Next)
        {
            if (_phrases[p].Words.Length == 1 && word.SequenceEqual(_phrases[p].Words[0]))
            {
                return _phrases[p].Classes;
            }
        }

        return 0;
    }

    private int MatchIn(int head, TextViews views, TextView view, int index, out ulong classes)
    {
        var tokens = view.Tokens;
        for (var p = head; p >= 0; p = _phrases[p].Next)
        {
            ref readonly var phrase = ref _phrases[p];
            if (Fits(view, tokens, index, phrase) && (phrase.Exact is null || IsWrittenSo(views, view, tokens, index, phrase)))
            {
                classes = phrase.Classes;
                return phrase.Words.Length;
            }
        }

        classes = 0;
        return 0;
    }

    /// <summary>The first phrase of a key; -1 when there is none.</summary>
    private int Head(uint hash)
    {
        var slot = Slot(hash, _mask);
        while (_hashes[slot] != 0)
        {
            if (_hashes[slot] == hash)
            {
                return _heads[slot];
            }

            slot = (slot + 1) & _mask;
        }

        return -1;
    }

    private static bool Fits(TextView view, ReadOnlySpan<Token> tokens, int index, in Phrase phrase)
    {
        if (index + phrase.Words.Length > tokens.Length)
        {
            return false;
        }

        for (var i = 0; i < phrase.Words.Length; i++)
        {
            if (!view.TextOf(tokens[index + i]).SequenceEqual(phrase.Words[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Is it written with the accents of the entry? Where the text is disguised it cannot be asked, and the disguise answers for it.</summary>
    private static bool IsWrittenSo(TextViews views, TextView view, ReadOnlySpan<Token> tokens, int index, in Phrase phrase)
    {
        var (first, last) = (tokens[index].Start, tokens[index + phrase.Words.Length - 1].End);
        if (view.TransformAt(first, last) != TextTransform.None)
        {
            return true;
        }

        var (start, end) = view.Locate(first, last);
        var written = views.Raw[start..end];
        foreach (var c in written)
        {
            // Normalization throws on what is no character; surrogates are in no entry.
            if (char.IsSurrogate(c) || !FoldTable.IsCharacter(c))
            {
                return true;
            }
        }

        Span<char> composed = stackalloc char[256];
        return written.Length <= 100 && written.TryNormalize(composed, out var length)
            && composed[..length].Equals(phrase.Exact, StringComparison.OrdinalIgnoreCase);
    }

    private static string[] WordsOf(TextViews views, string text)
    {
        views.Prepare(text);
        var view = views.Folded;
        var words = new string[view.Tokens.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = view.TextOf(view.Tokens[i]).ToString();
        }

        return words;
    }

    private bool InSieve(uint hash) => (_sieve[SieveBit(hash) >> 6] & (1UL << SieveBit(hash))) != 0;

    /// <summary>Phrases are found by their first two words: "I" alone begins a hundred.</summary>
    private static uint PairKey(uint first, uint second) => Key((System.Numerics.BitOperations.RotateLeft(first, 7) ^ second) * 0xC2B2AE35u);

    /// <summary>0 marks a free slot.</summary>
    private static uint Key(uint hash) => hash == 0 ? 1 : hash;

    private static int SieveBit(uint hash) => (int)((hash * 0x85EBCA6Bu) >> 16);

    private static int Slot(uint hash, int mask) => (int)((hash * 0x9E3779B1u) >> 8) & mask;

    /// <param name="Words">Folded.</param>
    /// <param name="Classes">What it counts as.</param>
    /// <param name="Exact">As it must be written, in lower case; null when accents do not count.</param>
    /// <param name="Next">The next phrase with the same key; -1 at the end.</param>
    private readonly record struct Phrase(string[] Words, ulong Classes, string? Exact, int Next);
}
