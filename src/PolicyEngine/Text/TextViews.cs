using System.Buffers;
using System.Text;
using AiDesk.Policy.Text.Transforms;
using AiDesk.Policy.Text.Words;

namespace AiDesk.Policy.Text;

/// <summary>
/// The scoring views of one text, in buffers that are reused. The first view is the folded text; the others exist only when the text gives cause: decoded
/// escapes and encodings, leet, spaced letters, hidden characters. Law 7: views judge, they are never passed on.
/// <para>Not thread-safe: one instance serves one call at a time. Nothing it returns may be kept past the next <see cref="Prepare"/>.</para>
/// </summary>
public sealed class TextViews
{
    /// <summary>Most UTF-16 units looked at together. Longer texts are judged window by window: <see cref="Advance"/>.</summary>
    public const int WindowChars = 32_000;

    /// <summary>Units that two neighbouring windows share, so that nothing hides on the border.</summary>
    public const int WindowOverlap = 1_000;

    /// <summary>Units of buffer kept between calls; what one longer text has grown is let go by the next <see cref="Prepare"/>.</summary>
    public const int KeptChars = 16_384;

    /// <summary>Most views of one window.</summary>
    public const int ViewLimit = 16;

    /// <summary>Of these, views that only a detector asks for: one each of backwards, words backwards, rot13 and scrambled.</summary>
    private const int HintedViews = 4;

    /// <summary>Most decodings inside one another.</summary>
    public const int DepthLimit = 3;

    /// <summary>Most units decoded from one window, all views together.</summary>
    public const int DecodedLimit = 128_000;

    private static readonly SearchValues<char> StrayControls =
        SearchValues.Create([.. Enumerable.Range(0, 128).Select(c => (char)c).Where(InvisibleCharacters.IsStrayControl)]);

    private static readonly SearchValues<byte> StrayBytes =
        SearchValues.Create([.. Enumerable.Range(0, 128).Where(c => InvisibleCharacters.IsStrayControl((char)c)).Select(c => (byte)c)]);

    private readonly TextView?[] _views = new TextView?[ViewLimit];
    private readonly DecodedText?[] _scratch = new DecodedText?[DepthLimit];
    private char[] _raw = new char[512];
    private int[] _wordSums = new int[128];

    /// <summary>The text as it came: the window that the views are of.</summary>
    public ReadOnlySpan<char> Raw => _raw.AsSpan(0, RawLength);

    /// <summary>Units of <see cref="Raw"/>.</summary>
    public int RawLength { get; private set; }

    /// <summary>First unit of the window in the whole text; added to every place that is reported.</summary>
    public int Offset { get; private set; }

    /// <summary>Views there are, at least 1.</summary>
    public int Count { get; private set; }

    /// <summary>Units decoded so far.</summary>
    internal int Decoded { get; set; }

    /// <summary>Something encoded was left because a limit was reached.</summary>
    public bool DecodingCapped { get; internal set; }

    /// <summary>The folded text.</summary>
    public TextView Folded => this[0];

    public TextView this[int index] => _views[index] ?? MakeView(index);

    /// <summary>Makes the views of <paramref name="text"/>, or of its first <see cref="WindowChars"/> units. Allocates only where buffers must grow.</summary>
    public void Prepare(ReadOnlySpan<char> text)
    {
        Trim();
        PrepareWindow(text, 0);
    }

    /// <summary>Makes the views of a text that is UTF-8; false, with nothing prepared, for more than <see cref="KeptChars"/> bytes.</summary>
    internal bool TryPrepare(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > KeptChars)
        {
            return false;
        }

        Trim();
        Reserve(utf8.Length);
        Begin(Encoding.UTF8.GetChars(utf8, _raw), 0);
        MakeViews();
        return true;
    }

    /// <summary>Makes the folded view alone, for a text of plain ASCII that is not long; false, with nothing prepared, for any other.</summary>
    internal bool TryPrepareFolded(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > _raw.Length || utf8.ContainsAny(StrayBytes) || Ascii.ToUtf16(utf8, _raw, out _) != OperationStatus.Done)
        {
            return false;
        }

        Begin(utf8.Length, 0);
        Folded.TakeAscii(Raw);
        Folded.Tokenize();
        return true;
    }

    /// <summary>Goes on to the next window of the text that was given to <see cref="Prepare"/>; false when there is none.</summary>
    public bool Advance(ReadOnlySpan<char> text)
    {
        if (Offset + RawLength >= text.Length)
        {
            return false;
        }

        PrepareWindow(text, Offset + RawLength - WindowOverlap);
        return true;
    }

    /// <summary>Adds the views that read what a detector has met in one of them: words backwards, under rot13 or scrambled.</summary>
    internal void AddHinted(TextView source, WordDisguises disguises) => WholeTextDecoders.AddViews(this, source, disguises);

    internal bool Has(TextTransform transform)
    {
        for (var i = 1; i < Count; i++)
        {
            if (this[i].Transform == transform)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A zero for each of so many words: where a scorer adds up what they weigh. One at a time.</summary>
    internal int[] WordSums(int words)
    {
        if (_wordSums.Length < words)
        {
            _wordSums = new int[Math.Max(words, _wordSums.Length * 2)];
        }

        _wordSums.AsSpan(0, words).Clear();
        return _wordSums;
    }

    /// <summary>A further view, begun; null, and <see cref="DecodingCapped"/>, when the limit is reached. The last places are kept for <see cref="AddHinted(TextTransform, int)"/>.</summary>
    internal TextView? Add(TextTransform transform, int depth)
    {
        if (Count >= ViewLimit - HintedViews || depth > DepthLimit)
        {
            DecodingCapped = true;
            return null;
        }

        return Begin(transform, depth);
    }

    /// <summary>A further view that a detector asked for, begun; there is always room for each of them once.</summary>
    internal TextView? AddHinted(TextTransform transform, int depth) => Count < ViewLimit ? Begin(transform, depth) : null;

    /// <summary>Gives back the view that <see cref="Add"/> made last: there was nothing in it.</summary>
    internal void RemoveLast() => Count--;

    /// <summary>Where what is <paramref name="depth"/> + 1 decodings deep is written before it is folded, emptied.</summary>
    internal DecodedText Scratch(int depth)
    {
        var scratch = _scratch[depth] ??= new DecodedText();
        scratch.Clear();
        return scratch;
    }

    private TextView Begin(TextTransform transform, int depth)
    {
        var view = this[Count++];
        view.Begin(transform, depth, mapped: true);
        return view;
    }

    /// <summary>Lets go of what one long text has grown.</summary>
    private void Trim()
    {
        if (_raw.Length > KeptChars)
        {
            _raw = new char[512];
            _wordSums = new int[128];
        }

        for (var i = 0; i < Count; i++)
        {
            this[i].Trim();
        }
    }

    private void PrepareWindow(ReadOnlySpan<char> text, int offset)
    {
        var window = text[offset..Math.Min(text.Length, offset + WindowChars)];
        Reserve(window.Length);
        window.CopyTo(_raw);
        Begin(window.Length, offset);
        MakeViews();
    }

    private void Reserve(int length)
    {
        if (_raw.Length < length)
        {
            _raw = new char[Math.Max(length, Math.Min(WindowChars, _raw.Length * 2))];
        }
    }

    private void Begin(int length, int offset)
    {
        RawLength = length;
        Offset = offset;
        Decoded = 0;
        DecodingCapped = false;
        Count = 1;
    }

    private void MakeViews()
    {
        var window = Raw;
        var folded = Folded;
        if (Ascii.IsValid(window) && !window.ContainsAny(StrayControls))
        {
            folded.TakeAscii(window);
            folded.Tokenize();
        }
        else
        {
            folded.Begin(TextTransform.None, 0, mapped: true);
            Folding.Fold(window, default, folded);
            folded.Tokenize();
            Homoglyphs.Resolve(window, folded);
            HiddenCharacters.AddViews(this);
            InvisibleGaps.AddView(this);
            RegionalIndicators.AddView(this);
            UpsideDown.AddView(this);
        }

        // What most disguises need comes first; encodings inside encodings take what room there is.
        Respelling.AddViews(this, folded);
        Decoders.AddViews(this, window, default, folded, 0);
    }

    private TextView MakeView(int index) => _views[index] = new TextView();
}
