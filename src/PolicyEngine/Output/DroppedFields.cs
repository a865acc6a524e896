using AiDesk.Policy.Checks;

namespace AiDesk.Policy.Output;

/// <summary>What a walk dropped: all of it counted, each place named once. Reused from call to call.</summary>
internal sealed class DroppedFields
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private Evaluation _work = null!;

    public void Begin(Evaluation work)
    {
        _work = work;
        _known.Clear();
    }

    /// <summary>Drops the value at a path.</summary>
    public void Add(in OutputPath path) => Add(path, default, isMember: false);

    /// <summary>Drops an unmapped member of the object at a path.</summary>
    public void Add(in OutputPath path, ReadOnlySpan<byte> name) => Add(path, name, isMember: true);

    private void Add(in OutputPath path, ReadOnlySpan<byte> name, bool isMember)
    {
        _work.DroppedCount++;
        if (_known.Count >= Evaluation.DroppedFieldsLimit)
        {
            return;
        }

        Span<char> pointer = stackalloc char[OutputPath.CharsLimit];
        pointer = pointer[..path.Write(pointer, name, isMember)];
        var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.Contains(pointer))
        {
            var text = pointer.ToString();
            _known.Add(text);
            _work.DroppedFields.Add(text);
        }
    }
}
