using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Output.Streaming;

/// <summary>
/// A reply that comes in chunks: what of it may leave before it has ended. It looks at the text at places that the text alone decides, never where a chunk happens to end: what is released, and after
/// which unit, is the same for every chunking. A look takes the text from some context on; its places are so far apart that all looks together take at most a fixed multiple of the text.
/// <para>
/// The order is: <see cref="TryAppend"/>; while <see cref="TryNext"/> gives a window, judge it and hand the evaluation to <see cref="Judge"/>; take <see cref="Fresh"/>; at the end judge
/// the whole <see cref="Text"/> and hand it to <see cref="Finish"/>. Not thread-safe. It never throws on any text.
/// </para>
/// </summary>
/// <param name="snapshot">The policy of the first message, which decides to the end.</param>
public sealed class ReplyStream(PolicySnapshot snapshot)
{
    private readonly bool _redacts = snapshot.Output.OnLeak == LeakRule.Redact;
    private readonly ReleasedText _released = new();
    private char[] _text = [];
    private int _length;
    private int _next = StreamAnchors.MaxChars + StreamLimits.Step;
    private int _end;
    private int _cut;
    private int _offset;
    private int _findings;
    private int _excusable;

    public ReleasePace Pace { get; } = WholeTextDetectors.PaceOf(snapshot.Output);

    /// <summary>Nothing more is released before the end: something was found, or nothing may be said.</summary>
    public bool Stopped { get; private set; }

    /// <summary>More than <see cref="StreamLimits.MaxHeld"/> had to be held back: the reply is denied.</summary>
    public bool IsOverheld { get; private set; }

    /// <summary>UTF-16 units that have come.</summary>
    public int Length => _length;

    /// <summary>All that has come.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>All that was released.</summary>
    public ReadOnlySpan<char> Released => _released.All;

    /// <summary>Units looked at so far, all looks together.</summary>
    public long LookedAt { get; private set; }

    /// <summary>What was released since this was last asked; valid until the next call.</summary>
    public ReadOnlySpan<char> Fresh() => _released.Take();

    /// <summary>False, with nothing taken, when it would be more than <see cref="StreamLimits.MaxText"/>.</summary>
    public bool TryAppend(ReadOnlySpan<char> chunk)
    {
        if (chunk.Length > StreamLimits.MaxText - _length)
        {
            return false;
        }

        if (_text.Length - _length < chunk.Length)
        {
            Array.Resize(ref _text, Math.Max(_length + chunk.Length, Math.Max(512, _text.Length * 2)));
        }

        chunk.CopyTo(_text.AsSpan(_length));
        _length += chunk.Length;
        return true;
    }

    /// <summary>The next window to judge; false when nothing more can be released of what has come.</summary>
    public bool TryNext(out ReplyWindow window)
    {
        window = default;
        while (Pace != ReleasePace.Buffer && !Stopped && _next <= _length)
        {
            (_end, _cut) = (_next, Candidate(_next));
            _next = _end + Math.Max(StreamLimits.Step, (_end - _offset) / StreamLimits.Share);
            if (_cut > 0)
            {
                LookedAt += _end - _offset;
                window = new ReplyWindow(_offset, new string(_text, _offset, _end - _offset));
                return true;
            }

            Hold();
        }

        return false;
    }

    /// <summary>Takes what was decided about the window: releases what it lets go, or stops.</summary>
    public void Judge(Evaluation work)
    {
        var places = new StreamedPlaces(work, _offset, _redacts);
        var from = _released.End;
        var to = _cut;
        while (to > from && places.Over(to) is >= 0 and var open)
        {
            // What is still going on when the text ends here is held from where it began.
            to = CutPlaces.Last(Text[.._end], from, open, Pace == ReleasePace.Sentence);
        }

        var stop = places.FirstStop(Math.Max(from, to));
        if (places.RefusesAll || places.Over(from) >= 0 || (stop < 0 && !work.Decision.Verdict.LetsGoOn() && places.FirstStop(int.MaxValue) < 0))
        {
            Stopped = true;
            return;
        }

        if (to <= from && stop < 0)
        {
            Hold();
            return;
        }

        _findings += places.CountIn(from, to);
        _excusable += Excusable(work, from, to);
        if (_findings > FindingList.Limit || _excusable > PendingLeaks.Limit)
        {
            // CheckOutput of the whole lists and excuses no more than these.
            Stopped = true;
            return;
        }

        Stopped = stop >= 0;
        Release(places, Stopped ? CharClasses.Whole(Text, stop) : to);
        Hold();
    }

    /// <summary>
    /// Is what was released the beginning of what the decision about the whole lets go? Where only the whole showed something, or a value was hidden meanwhile, it is not, and the reply has to be denied.
    /// </summary>
    /// <param name="work">The decision on <see cref="Text"/>.</param>
    public bool Agrees(Evaluation work) => !work.Decision.Verdict.LetsGoOn() || Final(work).StartsWith(Released, StringComparison.Ordinal);

    /// <summary>Takes the decision about the whole and releases the rest that it lets go; where it denies, what stands before the first finding, unless nothing was to leave before the end.</summary>
    /// <param name="work">The decision on <see cref="Text"/>, which <see cref="Agrees"/>, or denies.</param>
    public void Finish(Evaluation work)
    {
        if (work.Decision.Verdict.LetsGoOn())
        {
            _released.Complete(Final(work), _length);
            return;
        }

        var places = new StreamedPlaces(work, 0, _redacts);
        if (Pace != ReleasePace.Buffer && !places.RefusesAll && places.Over(_released.End) < 0 && places.FirstStop(int.MaxValue) is >= 0 and var stop && stop > _released.End)
        {
            Release(places, CharClasses.Whole(Text, stop));
        }
    }

    private ReadOnlySpan<char> Final(Evaluation work) => work.Decision.Obligations.HasFlag(Obligations.Redact) ? work.Cleaned[0].Text : Text;

    private int Candidate(int end)
    {
        var text = Text[..end];
        var from = _released.End;
        _offset = from <= StreamAnchors.Context ? 0 : CutPlaces.First(text, Math.Max(0, from - (2 * StreamAnchors.Context)), from - StreamAnchors.Context);
        var window = text[_offset..];
        LookedAt += window.Length;
        var open = _offset + StreamAnchors.OpenFrom(window, from - _offset);
        return CutPlaces.Last(text, from, Math.Min(open, end - StreamAnchors.MaxChars), Pace == ReleasePace.Sentence);
    }

    private void Release(in StreamedPlaces places, int to)
    {
        Span<(int Start, int End)> cuts = stackalloc (int, int)[FindingList.Limit];
        var count = places.CutsIn(_released.End, to, cuts);
        foreach (var (start, end) in cuts[..count])
        {
            _released.Cut(Text, start, end);
        }

        _released.CopyTo(Text, to);
    }

    private void Hold()
    {
        if (!Stopped && _end - _released.End > StreamLimits.MaxHeld)
        {
            Stopped = IsOverheld = true;
        }
    }

    private int Excusable(Evaluation work, int from, int to)
    {
        var count = 0;
        foreach (ref readonly var pending in work.Pending.Items)
        {
            count += _offset + pending.End > from && _offset + pending.End <= to ? 1 : 0;
        }

        return count;
    }
}
