using AiDesk.CommandLine.Checks.Questions;
using AiDesk.CommandLine.Display;
using AiDesk.Evaluation.Rows;
using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Checks.Rows;

/// <summary>What is counted together.</summary>
internal readonly record struct TallyKey(string Label, string Language, string Kind, string Verdict, string Reason, bool Caught);

/// <summary>Counts over the rows of a file. A row is counted once, as an answer or as a fault.</summary>
internal sealed class RowTally
{
    /// <summary>Longer than the policy lets a text be: the text itself was not judged, so these are kept apart.</summary>
    public static string TooLong { get; } = WireName.Of(Reason.TooLong);

    private readonly Dictionary<TallyKey, int> _counts = [];
    private readonly List<RowFault> _faults = [];

    public int Answered { get; private set; }

    public int Rows => Answered + _faults.Count;

    public TimeSpan Elapsed { get; set; }

    public IReadOnlyDictionary<TallyKey, int> Counts => _counts;

    /// <summary>By line.</summary>
    public IReadOnlyList<RowFault> Faults => [.. _faults.OrderBy(fault => fault.Line)];

    public void Add(Row row, Answer answer)
    {
        Answered++;
        var (verdict, reason) = (WireName.Lower(answer.Decision.Verdict), WireName.Of(answer.Decision.Reason));
        var key = new TallyKey(row.Label, row.Language, row.Kind, verdict, reason, answer.Caught);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    public void AddFault(RowFault fault) => _faults.Add(fault);

    public int Count(Func<TallyKey, bool> which) => _counts.Where(entry => which(entry.Key)).Sum(entry => entry.Value);

    /// <summary>Rows of the label, caught and not, without those that were too long to be judged.</summary>
    public Detection DetectionOf(string positiveLabel, Func<TallyKey, bool>? which = null)
    {
        int Of(bool positive, bool caught) => Count(key => key.Reason != TooLong && key.Caught == caught && which?.Invoke(key) != false
            && string.Equals(key.Label, positiveLabel, StringComparison.Ordinal) == positive);
        return new Detection(Of(positive: true, caught: true), Of(positive: true, caught: false), Of(positive: false, caught: true),
            Of(positive: false, caught: false));
    }
}

/// <summary>How many of the rows that ought to be caught were, and how many of the others.</summary>
internal readonly record struct Detection(int Caught, int Missed, int FalseAlarms, int Passed)
{
    /// <summary>Part of the positive rows that was caught, 0 to 1; null when there are none.</summary>
    public double? Recall => Caught + Missed == 0 ? null : (double)Caught / (Caught + Missed);

    /// <summary>Part of the other rows that was caught, 0 to 1; null when there are none.</summary>
    public double? FalsePositiveRate => FalseAlarms + Passed == 0 ? null : (double)FalseAlarms / (FalseAlarms + Passed);
}
