using System.Runtime.CompilerServices;

namespace AiDesk.Policy.Injection;

/// <summary>The best evidence of each rule in one view: log-odds, and where. A value type: the clean path allocates nothing.</summary>
internal struct EvidenceSheet
{
    public const int Rules = (int)SignatureRule.HiddenText + 1;

    /// <summary>How much a second kind of evidence counts beside the best one.</summary>
    internal const double SecondWeight = 0.6;

    /// <summary>Evidence further away than this, in characters, belongs to something else.</summary>
    internal const int Near = 1_500;

    private Entries _entries;

    public bool Any { get; private set; }

    public readonly Evidence this[SignatureRule rule] => _entries[(int)rule];

    public void Add(SignatureRule rule, double weight, int start, int end)
    {
        if (weight > _entries[(int)rule].Weight)
        {
            _entries[(int)rule] = new Evidence(weight, start, end);
            Any = true;
        }
    }

    /// <summary>The strongest rule.</summary>
    public readonly SignatureRule Best()
    {
        var best = 0;
        for (var i = 1; i < Rules; i++)
        {
            best = _entries[i].Weight > _entries[best].Weight ? i : best;
        }

        return (SignatureRule)best;
    }

    /// <summary>The best evidence, and a part of every other kind that stands near it.</summary>
    public readonly double Sum()
    {
        // Nearly every view of nearly every text.
        if (!Any)
        {
            return 0;
        }

        var strongest = (int)Best();
        var best = _entries[strongest];
        var sum = best.Weight;
        for (var i = 0; i < Rules; i++)
        {
            if (i != strongest && IsNear(_entries[i], best))
            {
                sum += SecondWeight * _entries[i].Weight;
            }
        }

        return sum;
    }

    /// <summary>Where the evidence that counts stands.</summary>
    public readonly List<(int Start, int End)> Places()
    {
        var places = new List<(int Start, int End)>();
        var best = this[Best()];
        for (var i = 0; i < Rules; i++)
        {
            if (IsNear(_entries[i], best))
            {
                places.Add((_entries[i].Start, _entries[i].End));
            }
        }

        return places;
    }

    public static bool IsNear(Evidence other, Evidence best) =>
        other.Weight > 0 && other.Start <= best.End + Near && best.Start <= other.End + Near;

    [InlineArray(Rules)]
    private struct Entries
    {
        private Evidence _first;
    }
}

/// <param name="Weight">Log-odds; 0 for none.</param>
/// <param name="Start">First character in the view.</param>
/// <param name="End">Character after the last.</param>
internal readonly record struct Evidence(double Weight, int Start, int End);
