namespace AiDesk.Policy.Checks;

/// <summary>
/// Texts that a model reads one after the other, as one: of each the two ends, so that what was split over several of them stands together again. The middle of a long
/// text cannot be part of a split: it was judged with its text.
/// </summary>
internal sealed class TextJoin
{
    /// <summary>UTF-16 units of a text's beginning, and of its end, that are joined: more than the words that are judged together.</summary>
    public const int EdgeChars = 240;

    /// <summary>Stands between two texts. No line end: a sentence may go on in the next text.</summary>
    private const char Seam = ' ';

    /// <summary>Stands where the middle of a long text was left out.</summary>
    private const char Gap = '\n';

    private readonly List<Segment> _segments = [];
    private readonly List<char> _chars = [];

    /// <summary>The joined text: at most 2 × <see cref="EdgeChars"/> + 2 units for each of them, so that those of one call fit one window.</summary>
    public Span<char> Text => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_chars);

    public void Add(int part, ReadOnlySpan<char> text)
    {
        if (_chars.Count > 0)
        {
            _chars.Add(Seam);
        }

        if (text.Length <= 2 * EdgeChars)
        {
            Add(part, text, 0, text.Length);
            return;
        }

        Add(part, text, 0, EdgeChars);
        _chars.Add(Gap);
        Add(part, text, text.Length - EdgeChars, EdgeChars);
    }

    /// <summary>The parts of the texts that a place of the join is made of, in their order.</summary>
    public void Locate(int start, int end, List<JoinedPlace> places)
    {
        foreach (var segment in _segments)
        {
            var from = Math.Max(start, segment.Start);
            var to = Math.Min(end, segment.Start + segment.Length);
            if (from < to)
            {
                places.Add(new JoinedPlace(segment.Part, segment.From + from - segment.Start, segment.From + to - segment.Start));
            }
        }
    }

    private void Add(int part, ReadOnlySpan<char> text, int from, int length)
    {
        _segments.Add(new Segment(_chars.Count, length, part, from));
        _chars.AddRange(text.Slice(from, length));
    }

    private readonly record struct Segment(int Start, int Length, int Part, int From);
}

/// <param name="Part">Number of the text.</param>
/// <param name="Start">First unit in it.</param>
/// <param name="End">Unit after the last.</param>
internal readonly record struct JoinedPlace(int Part, int Start, int End);
