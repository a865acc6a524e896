using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Testing.Coverage;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Running;

/// <summary>All that one case runs in: a clock, counters and held calls of its own, and nothing of any other case.</summary>
internal sealed class PolicyWorld : IDisposable
{
    private int _ids;

    public PolicyWorld(PolicySnapshot snapshot, TestFile file, Moment start, CoverageLedger coverage)
    {
        Snapshot = snapshot;
        File = file;
        Coverage = coverage;
        Clock = new StandingClock(start.In(snapshot.TimeZone));
        Counters = new InMemoryCounterStore(Clock);
        Held = new HeldCalls(new WaitingOptions(), Clock);
    }

    public PolicySnapshot Snapshot { get; }

    public TestFile File { get; }

    public CoverageLedger Coverage { get; }

    public StandingClock Clock { get; }

    public InMemoryCounterStore Counters { get; }

    public HeldCalls Held { get; }

    /// <summary>The decision that is being made, or was made last.</summary>
    public Evaluation Work { get; } = new();

    /// <summary>What each named step left, by its name.</summary>
    public Dictionary<string, AskedCall> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>An id that no other step of this world has.</summary>
    public string NextId(string prefix) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{++_ids}");

    /// <summary>The same in every run, so that what is printed is.</summary>
    public Guid NextDecisionId() => new(++_ids, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    public void Dispose()
    {
        Counters.Dispose();
        Held.Dispose();
    }
}
