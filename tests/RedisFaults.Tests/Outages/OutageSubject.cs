using System.Diagnostics;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Counters;

namespace AiDesk.Policy.Service.RedisFaults.Outages;

/// <summary>One tenant with one rule of what holds in an outage, asking all the time as an agent would, and what it was answered.</summary>
internal sealed class OutageSubject
{
    private const int Rate = 1_000_000;

    private readonly PolicySnapshot _snapshot;
    private readonly CallMode _mode;
    private readonly ICounterStore _counters;
    private readonly HashSet<string> _outageAnswers = new(StringComparer.Ordinal);
    private long _sequence;

    private OutageSubject(string name, CallMode mode, PolicySnapshot snapshot, ICounterStore counters)
    {
        Name = name;
        _mode = mode;
        _snapshot = snapshot;
        _counters = counters;
    }

    public string Name { get; }

    public string Tenant => _snapshot.Tenant;

    /// <summary>Decisions made from shared counters, and without them.</summary>
    public int Shared { get; private set; }

    public int Degraded { get; private set; }

    /// <summary>Hits that the shared counters acknowledged since the beginning, and how many the last reading of them knew of.</summary>
    public long Acknowledged { get; private set; }

    public long Remembered { get; private set; }

    /// <summary>Longest time that one decision waited for counters.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary><see cref="Stopwatch"/> time of the last decision without shared counters, and of the first one with them after it.</summary>
    public long LastDegraded { get; private set; }

    /// <summary>The verdicts that were given without shared counters.</summary>
    public string OutageAnswer => _outageAnswers.Count == 0 ? "none" : string.Join(" / ", _outageAnswers.Order(StringComparer.Ordinal));

    /// <summary>Three limits by their rule, then the defaults of strikes and budgets by mode.</summary>
    public static OutageSubject[] All(ICounterStore counters) =>
    [
        new("limit, deny", CallMode.Autopilot, Snapshot("rule-deny", OutageRule.Deny), counters),
        new("limit, local", CallMode.Autopilot, Snapshot("rule-local", OutageRule.Local), counters),
        new("limit, allow", CallMode.Autopilot, Snapshot("rule-allow", OutageRule.Allow), counters),
        new("strikes and budget, autopilot", CallMode.Autopilot, Defaults("default-autopilot"), counters),
        new("strikes and budget, copilot", CallMode.Copilot, Defaults("default-copilot"), counters),
    ];

    /// <summary>One CheckInput: inspect, counters, decide.</summary>
    public async Task AskAsync()
    {
        var work = new Evaluation();
        var check = new InputCheck
        {
            Context = new CallContext { SessionId = $"s{_sequence % 50}", RunId = "", UserId = "u", Mode = _mode, Now = DateTimeOffset.UtcNow },
            MessageId = $"m{_sequence}",
            Message = $"Where is my order number {_sequence++}?",
        };
        PolicyEngine.InspectInput(_snapshot, check, work);
        work.Counters.Tenant = _snapshot.Tenant;
        work.Counters.Severity = work.Findings.Severity;
        work.Counters.ReservationId = Guid.NewGuid();
        work.Counters.LeaseMs = 1000;
        var begun = Stopwatch.GetTimestamp();
        await _counters.ApplyAsync(work.Counters, CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(begun);
        PolicyEngine.DecideInput(_snapshot, check, work);
        Longest = took > Longest ? took : Longest;
        if (!work.Decision.Degraded)
        {
            Shared++;
            Acknowledged++;
            Remembered = work.Counters.Readings[IndexOfRate(work)].Used;
            work.Decision.Verdict.ShouldBe(Verdict.Allow);
            return;
        }

        Degraded++;
        LastDegraded = Stopwatch.GetTimestamp();
        _outageAnswers.Add(work.Decision.Verdict == Verdict.Allow ? Because(work) : work.Decision.Reason == Reason.DependencyDown ? "denied" : $"{work.Decision.Verdict} {work.Decision.Reason}");
    }

    /// <summary>Forgets what was seen so far.</summary>
    public void Reset()
    {
        (Shared, Degraded, Longest, LastDegraded) = (0, 0, TimeSpan.Zero, 0);
        _outageAnswers.Clear();
    }

    private static int IndexOfRate(Evaluation work)
    {
        var operations = work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].Kind == CounterKind.Rate)
            {
                return i;
            }
        }

        return 0;
    }

    private static string Because(Evaluation work) =>
        work.Decision.DegradedReasons.Any(reason => reason.StartsWith("limit.", StringComparison.Ordinal) && reason.EndsWith(":counters_unavailable", StringComparison.Ordinal)) ? "let through" : "local";

    private static PolicySnapshot Snapshot(string tenant, OutageRule outage) => new()
    {
        Tenant = tenant,
        Version = "0000000000000001",
        Limits = [new RateRule { Name = "calls", Per = new Descriptor(DescriptorSource.UserId), Rate = Rate, WindowMs = 300L * 24 * 3600_000, Algorithm = RateAlgorithm.Fixed, Outage = outage }],
    };

    private static PolicySnapshot Defaults(string tenant) => new()
    {
        Tenant = tenant,
        Version = "0000000000000001",
        Strikes = new StrikeRules(),
        Budgets = [new BudgetRule { Name = "tokens", Unit = "tokens", Per = new Descriptor(DescriptorSource.Tenant), Window = CalendarUnit.Day, Cap = Amount.Greatest }],
    };
}
