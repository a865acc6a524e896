namespace AiDesk.Policy.Text.Transforms;

/// <summary>Where the characters of a text that is about to be folded stand in the text that was asked about.</summary>
/// <param name="starts">First unit of each; empty when the text is the one that was asked about.</param>
/// <param name="ends">Unit after each.</param>
internal readonly ref struct SourceMap(ReadOnlySpan<int> starts, ReadOnlySpan<int> ends)
{
    private readonly ReadOnlySpan<int> _starts = starts;
    private readonly ReadOnlySpan<int> _ends = ends;

    public bool IsIdentity => _starts.IsEmpty;

    public int Start(int index) => _starts.IsEmpty ? index : _starts[index];

    public int End(int index, int width) => _ends.IsEmpty ? index + width : _ends[index + width - 1];
}
