using AiDesk.Policy.Text.Transforms;

namespace AiDesk.Policy.Text;

/// <summary>
/// One scoring view: folded text, its words, where each character came from and which transforms touched it. Reused. Never passed on (law 7).
/// </summary>
public sealed class TextView
{
    /// <summary>Most places remembered where a transform had something to undo; later ones widen the last.</summary>
    private const int TouchedLimit = 64;

    private readonly (int Start, int End, TextTransform Transform)[] _touched = new (int, int, TextTransform)[TouchedLimit];
    private char[] _text = new char[512];
    private int[] _starts = [];
    private int[] _ends = [];
    private Token[] _tokens = new Token[128];
    private int _touchedCount;
    private bool _mapped;

    /// <summary>The transform that made this view; <see cref="TextTransform.None"/> for the folded text itself.</summary>
    public TextTransform Transform { get; private set; }

    /// <summary>Folded text.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, Length);

    public int Length { get; private set; }

    internal ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, Summary.Count);

    internal TokenSummary Summary { get; private set; }

    internal char LastChar => _text[Length - 1];

    internal bool LastHasMark { get; set; }

    /// <summary>How many decodings lie between this view and the text.</summary>
    internal int Depth { get; private set; }

    /// <summary>Places where a transform had something to undo, 0 when the text was plain.</summary>
    internal int TouchedCount => _touchedCount;

    /// <summary>Where a part of the view stands in the text that was prepared: UTF-16 units, always within it.</summary>
    public (int Start, int End) Locate(int start, int end)
    {
        if (!_mapped)
        {
            return (start, end);
        }

        if (start >= end || end > Length)
        {
            return (0, 0);
        }

        // Reversed and decoded views do not run forward: the place is what covers both ends.
        return (Math.Min(_starts[start], _starts[end - 1]), Math.Max(_ends[start], _ends[end - 1]));
    }

    /// <summary>The transform that uncovered a part of the view.</summary>
    public TextTransform TransformAt(int start, int end)
    {
        if (TextTransforms.IsEscape(Transform) && !HasEscape(start, end))
        {
            return TextTransform.None;
        }

        foreach (var (from, to, transform) in _touched.AsSpan(0, _touchedCount))
        {
            if (from < end && start < to)
            {
                return transform;
            }
        }

        return TextTransforms.KeepsText(Transform) ? TextTransform.None : Transform;
    }

    internal ReadOnlySpan<char> TextOf(Token token) => _text.AsSpan(token.Start, token.Length);

    internal SourceMap Map => _mapped ? new SourceMap(_starts.AsSpan(0, Length), _ends.AsSpan(0, Length)) : default;

    internal void Begin(TextTransform transform, int depth, bool mapped)
    {
        Transform = transform;
        Depth = depth;
        Length = 0;
        Summary = default;
        LastHasMark = false;
        _touchedCount = 0;
        _mapped = mapped;
    }

    /// <summary>Names the view after what turned out to be in it.</summary>
    internal void Rename(TextTransform transform) => Transform = transform;

    /// <summary>The fast path: ASCII without controls, lower-cased in one vectorised pass; every character stands where it stood.</summary>
    internal void TakeAscii(ReadOnlySpan<char> text)
    {
        Begin(TextTransform.None, 0, mapped: false);
        Reserve(text.Length);
        System.Text.Ascii.ToLower(text, _text, out var written);
        Length = written;
    }

    internal void Append(char c, in SourceMap map, int index, int width)
    {
        if (Length == _text.Length || (_mapped && Length >= _starts.Length))
        {
            Reserve(Length + 1);
        }

        _text[Length] = c;
        if (_mapped)
        {
            _starts[Length] = map.Start(index);
            _ends[Length] = map.End(index, width);
        }

        Length++;
        LastHasMark = false;
    }

    /// <summary>Copies a part of another view, with its places.</summary>
    internal void AppendFrom(TextView other, int start, int end)
    {
        var count = end - start;
        Reserve(Length + count);
        other._text.AsSpan(start, count).CopyTo(_text.AsSpan(Length));
        if (other._mapped)
        {
            other._starts.AsSpan(start, count).CopyTo(_starts.AsSpan(Length));
            other._ends.AsSpan(start, count).CopyTo(_ends.AsSpan(Length));
        }
        else
        {
            MapRun(start, count);
        }

        Length += count;
    }

    /// <summary>Lower-cases and appends a run of plain ASCII; a vectorised copy and one loop.</summary>
    internal void AppendAscii(ReadOnlySpan<char> run, in SourceMap map, int index)
    {
        Reserve(Length + run.Length);
        System.Text.Ascii.ToLower(run, _text.AsSpan(Length), out _);
        if (map.IsIdentity)
        {
            MapRun(index, run.Length);
        }
        else
        {
            for (var i = 0; i < run.Length; i++)
            {
                _starts[Length + i] = map.Start(index + i);
                _ends[Length + i] = map.End(index + i, 1);
            }
        }

        Length += run.Length;
        LastHasMark = false;
    }

    internal void ReplaceLast(char c, in SourceMap map, int index)
    {
        _text[Length - 1] = c;
        if (_mapped)
        {
            _ends[Length - 1] = map.End(index, 1);
        }
    }

    internal void Replace(int index, char c) => _text[index] = c;

    internal void Touch(int start, int end, TextTransform transform)
    {
        if (_touchedCount > 0)
        {
            ref var last = ref _touched[_touchedCount - 1];
            if (_touchedCount == TouchedLimit || (last.Transform == transform && start <= last.End + 1))
            {
                last.End = Math.Max(last.End, end);
                return;
            }
        }

        _touched[_touchedCount++] = (start, end, transform);
    }

    internal bool HasTouched(TextTransform one, TextTransform other)
    {
        foreach (var (_, _, transform) in _touched.AsSpan(0, _touchedCount))
        {
            if (transform == one || transform == other)
            {
                return true;
            }
        }

        return false;
    }

    internal void Tokenize() => Summary = Tokenizer.Split(Text, ref _tokens);

    /// <summary>Lets go of buffers that one long text has grown.</summary>
    internal void Trim()
    {
        if (_text.Length > TextViews.KeptChars)
        {
            _text = new char[512];
            _starts = [];
            _ends = [];
        }

        if (_tokens.Length > TextViews.KeptChars)
        {
            _tokens = new Token[128];
        }

        Begin(TextTransform.None, 0, mapped: false);
    }

    private bool HasEscape(int start, int end)
    {
        for (var i = start; i < Math.Min(end, Length); i++)
        {
            if (_ends[i] - _starts[i] >= 3)
            {
                return true;
            }
        }

        return false;
    }

    private void MapRun(int index, int count)
    {
        var starts = _starts.AsSpan(Length, count);
        var ends = _ends.AsSpan(Length, count);
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = index + i;
            ends[i] = index + i + 1;
        }
    }

    private void Reserve(int length)
    {
        if (_text.Length < length)
        {
            Array.Resize(ref _text, Math.Max(length, _text.Length * 2));
        }

        if (_mapped && _starts.Length < _text.Length)
        {
            Array.Resize(ref _starts, _text.Length);
            Array.Resize(ref _ends, _text.Length);
        }
    }
}
