namespace AiDesk.Policy.Text;

/// <summary>
/// Words and phrases with a bit mask each, looked up by the hash that a view's words carry: one probe for a word that is in no phrase. Immutable.
/// </summary>
internal sealed class PhraseTable
{
    private readonly uint[] _hashes;
    private readonly int[] _heads;
    private readonly Phrase[] _phrases;
    private readonly int _mask;

    private PhraseTable(uint[] hashes, int[] heads, Phrase[] phrases)
    {
        _hashes = hashes;
        _heads = heads;
        _phrases = phrases;
        _mask = hashes.Length - 1;
    }

    public int Count => _phrases.Length;

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
            var hash = Key(Tokenizer.Hash(phrases[i].Words[0]));
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
        var head = Head(tokens[index].Hash);
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

    /// <summary>The words that an entry folds to, with a space between.</summary>
    public static string KeyOf(TextViews views, string text) => string.Join(' ', WordsOf(views, text));

    /// <summary>The mask of a single word; 0 when it is none.</summary>
    public ulong Find(ReadOnlySpan<char> word)
    {
        for (var p = Head(Tokenizer.Hash(word)); p >= 0; p = _phrases[p].Next)
        {
            if (_phrases[p].Words.Length == 1 && word.SequenceEqual(_phrases[p].Words[0]))
            {
                return _phrases[p].Classes;
            }
        }

        return 0;
    }

    /// <summary>The first phrase of a word's hash; -1 when there is none.</summary>
    private int Head(uint tokenHash)
    {
        var hash = Key(tokenHash);
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
        Span<char> composed = stackalloc char[256];
        var written = views.Raw[start..end];
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

    /// <summary>0 marks a free slot.</summary>
    private static uint Key(uint hash) => hash == 0 ? 1 : hash;

    private static int Slot(uint hash, int mask) => (int)((hash * 0x9E3779B1u) >> 8) & mask;

    /// <param name="Words">Folded.</param>
    /// <param name="Classes">What it counts as.</param>
    /// <param name="Exact">As it must be written, in lower case; null when accents do not count.</param>
    /// <param name="Next">The next phrase with the same first word; -1 at the end.</param>
    private readonly record struct Phrase(string[] Words, ulong Classes, string? Exact, int Next);
}
