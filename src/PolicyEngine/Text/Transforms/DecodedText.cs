namespace AiDesk.Policy.Text.Transforms;

/// <summary>What a decoder wrote, with the place that each unit came from. Reused: <see cref="TextViews"/> keeps one per depth.</summary>
internal sealed class DecodedText
{
    /// <summary>Most places that are marked; later ones widen the last.</summary>
    private const int MarkLimit = 64;

    private readonly (int Start, int End, TextTransform Transform)[] _marks = new (int, int, TextTransform)[MarkLimit];
    private int _markCount;
    private char[] _text = [];
    private int[] _starts = [];
    private int[] _ends = [];

    public ReadOnlySpan<char> Text => _text.AsSpan(0, Length);

    public int Length { get; private set; }

    /// <summary>The limit was reached: something was left.</summary>
    public bool Capped { get; private set; }

    public SourceMap Map => MapFrom(0);

    /// <summary>Where a transform had something to undo, in order.</summary>
    public ReadOnlySpan<(int Start, int End, TextTransform Transform)> Marks => _marks.AsSpan(0, _markCount);

    /// <summary>The map of what was written from <paramref name="index"/> on.</summary>
    public SourceMap MapFrom(int index) => new(_starts.AsSpan(index, Length - index), _ends.AsSpan(index, Length - index));

    /// <summary>Marks what was written from <paramref name="start"/> on.</summary>
    public void Mark(int start, TextTransform transform)
    {
        if (start >= Length)
        {
            return;
        }

        if (_markCount > 0)
        {
            ref var last = ref _marks[_markCount - 1];
            if (_markCount == MarkLimit || (last.Transform == transform && start <= last.End))
            {
                last.End = Length;
                return;
            }
        }

        _marks[_markCount++] = (start, Length, transform);
    }

    public void Clear()
    {
        Length = 0;
        _markCount = 0;
        Capped = false;
    }

    public void Append(char c, int start, int end)
    {
        if (Length >= TextViews.DecodedLimit)
        {
            Capped = true;
            return;
        }

        if (Length == _text.Length)
        {
            Grow();
        }

        _text[Length] = c;
        _starts[Length] = start;
        _ends[Length] = end;
        Length++;
    }

    /// <summary>Copies a part of a text that begins at <paramref name="index"/> of its source.</summary>
    public void Append(ReadOnlySpan<char> part, in SourceMap map, int index)
    {
        for (var i = 0; i < part.Length; i++)
        {
            Append(part[i], map.Start(index + i), map.End(index + i, 1));
        }
    }

    /// <summary>A token was decoded past the limit, or left because of it.</summary>
    public void Cap() => Capped = true;

    private void Grow()
    {
        var size = Math.Max(256, _text.Length * 2);
        Array.Resize(ref _text, size);
        Array.Resize(ref _starts, size);
        Array.Resize(ref _ends, size);
    }
}
