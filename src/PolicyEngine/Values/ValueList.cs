using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace AiDesk.Policy.Values;

/// <summary>A value that was found in a text.</summary>
/// <param name="Digest">Its keyed hash.</param>
/// <param name="Start">First UTF-16 unit of its place in the text as it came.</param>
/// <param name="End">First unit after it.</param>
/// <param name="Kind">What it looks like.</param>
internal readonly record struct FoundValue(ulong Digest, int Start, int End, ValueKind Kind);

/// <summary>The values found in one or more texts, hashed, bounded. Reused from call to call.</summary>
internal sealed class ValueList
{
    private FoundValue[] _items = [];
    private int _passages;
    private int _limit;
    private int _passageLimit;
    private readonly List<(int Start, int End)> _named = [];
    private ValueKey _key;
    private ProvenanceRules? _rules;
    private FrozenSet<string> _linkHosts = FrozenSet<string>.Empty;

    public int Count { get; private set; }

    /// <summary>There were more values than the list may hold.</summary>
    public bool Truncated { get; private set; }

    public ReadOnlySpan<FoundValue> Items => _items.AsSpan(0, Count);

    public void Begin(in ValueKey key, int limit, int passageLimit)
    {
        Count = 0;
        _passages = 0;
        Truncated = false;
        _key = key;
        _limit = limit;
        _passageLimit = passageLimit;
        _rules = null;
        _named.Clear();
    }

    /// <summary>From here on what the policy names is passed over.</summary>
    public void Except(ProvenanceRules rules, FrozenSet<string> linkHosts)
    {
        _rules = rules;
        _linkHosts = linkHosts;
    }

    /// <summary>The policy names what stands here.</summary>
    public void Name(int start, int end) => _named.Add((start, end));

    /// <summary>Is a place within one that the policy names? Places of the text since <see cref="Mark"/>.</summary>
    public bool IsNamed(int start, int end)
    {
        foreach (var (from, to) in _named)
        {
            if (from <= start && end <= to)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives the values from an index on another place: the token that they were found in.</summary>
    public void Mark(int from, int token)
    {
        for (var i = from; i < Count; i++)
        {
            _items[i] = _items[i] with { Start = token, End = token };
        }

        _named.Clear();
    }

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_items, index + 1, _items, index, Count - index);
    }

    /// <summary>Empties the list and keeps its bounds.</summary>
    public void Clear() => Begin(_key, _limit, _passageLimit);

    /// <param name="value">In its normal form, its kind's letter first.</param>
    /// <param name="start">Where it stands in the text as it came.</param>
    /// <param name="end">Behind its place.</param>
    public void Add(ReadOnlySpan<char> value, int start, int end)
    {
        var kind = (ValueKind)value[0];
        if (_rules is not null && _rules.Names(value, _linkHosts))
        {
            Name(start, end);
            return;
        }

        if (Count >= _limit || (kind == ValueKind.Passage && _passages >= _passageLimit))
        {
            Truncated = true;
            return;
        }

        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Min(_limit, Math.Max(32, Count * 2)));
        }

        _passages += kind == ValueKind.Passage ? 1 : 0;
        _items[Count++] = new FoundValue(SipHash.Of(_key, MemoryMarshal.AsBytes(value)), start, end, kind);
    }
}
