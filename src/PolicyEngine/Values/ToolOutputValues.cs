using System.Buffers;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Output;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Values;

/// <summary>
/// FilterToolOutput: values of what was dropped are hidden in this run, those of what is shown are not, and are trusted or not as their field says. Of a
/// value that is both, only that it was shown is kept. Reused from call to call.
/// </summary>
internal sealed class ToolOutputValues
{
    /// <summary>A passage that was shown: it excuses the same passage of this output and is not kept.</summary>
    private const MemberSets ShownPassage = (MemberSets)128;

    /// <summary>Values looked at of one output; past it the sets are incomplete.</summary>
    private const int Looked = 4 * ValueLimits.Recorded;

    /// <summary>Most passages of a text that is shown.</summary>
    private const int ShownPassages = 512;

    private static readonly SearchValues<byte> Signs = SearchValues.Create("0123456789@.: "u8);

    private readonly MemberTable _table = new();
    private Evaluation _work = null!;
    private bool _lostHidden;
    private bool _lostShown;

    public void Begin(PolicySnapshot snapshot, Evaluation work)
    {
        _work = work;
        _work.Values.Found.Begin(snapshot.ValueKey, ValueLimits.Recorded, ValueLimits.Recorded);
        _table.Clear();
        _lostHidden = false;
        _lostShown = false;
    }

    /// <summary>Nothing of the document counts after all.</summary>
    public void Forget()
    {
        _table.Clear();
        _lostHidden = false;
        _lostShown = false;
    }

    /// <summary>A text that was dropped, UTF-8.</summary>
    public void Hide(ReadOnlySpan<byte> text)
    {
        if (MayHold(text))
        {
            Read(text, hidden: true, MemberSets.Hidden);
        }
    }

    /// <summary>A number that was dropped, as it is written.</summary>
    public void HideNumber(ReadOnlySpan<byte> number) => ReadNumber(number, MemberSets.Hidden);

    /// <summary>A text that is shown, UTF-8; when the views hold it already, they are read as they are.</summary>
    public void Show(ReadOnlySpan<byte> text, OutputTrust trust, bool viewsHoldIt)
    {
        if (!MayHold(text))
        {
            return;
        }

        if (viewsHoldIt)
        {
            ReadWindow(hidden: false, SetsOf(trust));
            Take(SetsOf(trust));
        }
        else
        {
            Read(text, hidden: false, SetsOf(trust));
        }
    }

    public void ShowNumber(ReadOnlySpan<byte> number, OutputTrust trust) =>
        ReadNumber(number, trust == OutputTrust.Data && number.ContainsAny(".eE"u8) ? MemberSets.Exposed : SetsOf(trust));

    /// <summary>Plans what is kept, as much as a call may.</summary>
    public void Plan(PolicySnapshot snapshot, in CallContext context, Evaluation work)
    {
        var members = work.Counters.Members;
        var start = members.Count;
        var whole = Keep(MemberSets.Hidden | MemberSets.Exposed, start);
        ValuePlanner.KeepForRun(snapshot, context, start, _lostHidden || !whole, work);
        start = members.Count;
        whole = Keep(MemberSets.Untrusted | MemberSets.Trusted, start);
        ValuePlanner.KeepForSession(snapshot, context, start, _lostShown || !whole, work);
    }

    private static MemberSets SetsOf(OutputTrust trust) => MemberSets.Exposed | (trust == OutputTrust.Reference ? MemberSets.Trusted : MemberSets.Untrusted);

    /// <summary>False when a call may not keep as many.</summary>
    private bool Keep(MemberSets scope, int start)
    {
        for (var place = 0; place < _table.Places; place++)
        {
            var (digest, sets) = _table.At(place);
            sets = (sets & (MemberSets.Exposed | ShownPassage)) != 0 ? sets & ~MemberSets.Hidden : sets;
            if ((sets & scope) == 0)
            {
                continue;
            }

            if (_work.Counters.Members.Count - start == ValueLimits.Recorded || !_work.Counters.Members.Add(digest, sets & scope))
            {
                return false;
            }
        }

        return true;
    }

    // One word of letters is no value.
    private static bool MayHold(ReadOnlySpan<byte> text) => text.Length >= ValueLimits.LeastChars && (text.ContainsAny(Signs) || !Ascii.IsValid(text));

    private void Read(ReadOnlySpan<byte> utf8, bool hidden, MemberSets sets)
    {
        var views = _work.Views;

        // What nobody wrote to be read needs no decoding.
        if ((hidden && views.TryPrepareFolded(utf8)) || views.TryPrepare(utf8))
        {
            ReadWindow(hidden, sets);
            Take(sets);
            return;
        }

        var rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        var text = rented.AsSpan(0, Encoding.UTF8.GetChars(utf8, rented));
        views.Prepare(text);
        do
        {
            ReadWindow(hidden, sets);
        }
        while (views.Advance(text));
        Take(sets);
        ArrayPool<char>.Shared.Return(rented);
    }

    private void ReadWindow(bool hidden, MemberSets sets)
    {
        var (values, views) = (_work.Values, _work.Views);

        // Text that nobody vouches for may have been written to be put together in another way.
        values.Codes(views, everything: (sets & MemberSets.Untrusted) != 0);
        values.Addresses(views.Raw, views.Offset);
        if (hidden)
        {
            values.NameInField(views);
        }
        else
        {
            values.NamesInProse(views);
        }

        values.Passages(views, 1, hidden ? ValueLimits.PassagesOfText : ShownPassages);
    }

    private void ReadNumber(ReadOnlySpan<byte> number, MemberSets sets)
    {
        var text = _work.Values.Text;
        text.Begin(ValueKind.Code);
        foreach (var c in number)
        {
            if (c is (byte)'e' or (byte)'E')
            {
                return;
            }

            if (c is >= (byte)'0' and <= (byte)'9')
            {
                text.Append((char)c);
            }
        }

        if (CodeShape.TryNormalise(text))
        {
            _work.Values.Found.Add(text.Keyed, 0, 0);
            Take(sets);
        }
    }

    private void Take(MemberSets sets)
    {
        var found = _work.Values.Found;
        var lost = found.Truncated;
        foreach (ref readonly var value in found.Items)
        {
            var kept = value.Kind switch
            {
                // A host is the tenant's own as often as not: what matters is where on it.
                ValueKind.Host => sets & ~MemberSets.Hidden,
                ValueKind.Passage => (sets & MemberSets.Hidden) != 0 ? MemberSets.Hidden : ShownPassage,
                ValueKind.Name => sets & (MemberSets.Hidden | MemberSets.Exposed),
                _ => sets,
            };
            if (kept == MemberSets.None)
            {
                continue;
            }

            if (_table.Count == Looked)
            {
                lost = true;
                break;
            }

            _table.Add(value.Digest, kept);
        }

        _lostHidden |= lost && (sets & MemberSets.Hidden) != 0;
        _lostShown |= lost && (sets & MemberSets.Hidden) == 0;
        found.Clear();
    }
}
