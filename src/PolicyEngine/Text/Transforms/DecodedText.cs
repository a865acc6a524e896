namespace AiDesk.Policy.Text.Transforms;

/// <summary>What a decoder wrote, with the place that each unit came from. Reused: <see cref="TextViews"/> keeps one per depth.</summary>
internal sealed class DecodedText
{
    private char[] _text = [];
    private int[] _starts = [];
    private int[] _ends = [];

    public ReadOnlySpan<char> Text => _text.AsSpan(0, Length);

    public int Length { get; private set; }

    /// <summary>The limit was reached: something was left.</summary>
    public bool Capped { get; private set; }

    public SourceMap Map => new(_starts.AsSpan(0, Length), _ends.AsSpan(0, Length));

    public void Clear()
    {
        Length = 0;
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
