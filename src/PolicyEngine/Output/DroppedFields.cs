using AiDesk.Policy.Checks;

namespace AiDesk.Policy.Output;

/// <summary>
/// What a walk dropped: all of it counted, each place named once. Reused from call to call. The items of a list drop the same fields in the same order, so
/// the place that followed the last one before is looked at first: most drops are one comparison.
/// </summary>
internal sealed class DroppedFields
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly int[] _followers = new int[Evaluation.DroppedFieldsLimit];
    private Evaluation _work = null!;
    private int _last;

    public void Begin(Evaluation work)
    {
        _work = work;
        _places.Clear();
        Array.Clear(_followers);
        _last = 0;
    }

    /// <summary>Drops the value at a path.</summary>
    public void Add(in OutputPath path) => Add(path, default, isMember: false);

    /// <summary>Drops an unmapped member of the object at a path.</summary>
    public void Add(in OutputPath path, ReadOnlySpan<byte> name) => Add(path, name, isMember: true);

    private void Add(in OutputPath path, ReadOnlySpan<byte> name, bool isMember)
    {
        _work.DroppedCount++;
        if (_places.Count >= Evaluation.DroppedFieldsLimit)
        {
            return;
        }

        Span<char> room = stackalloc char[OutputPath.CharsLimit];
        var pointer = room[..path.Write(room, name, isMember)];
        var place = PlaceOf(pointer);
        _followers[_last] = place;
        _last = place;
    }

    private int PlaceOf(ReadOnlySpan<char> pointer)
    {
        var likely = _followers[_last];
        if (likely < _work.DroppedFields.Count && pointer.SequenceEqual(_work.DroppedFields[likely]))
        {
            return likely;
        }

        if (_places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(pointer, out var place))
        {
            return place;
        }

        var text = pointer.ToString();
        place = _places.Count;
        _places.Add(text, place);
        _work.DroppedFields.Add(text);
        return place;
    }
}
