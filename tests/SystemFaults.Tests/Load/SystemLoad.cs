using AiDesk.Redis.Harness;
using AiDesk.SystemFaults.Services;

namespace AiDesk.SystemFaults.Load;

/// <summary>Everybody at once: callers of the policy service, customers of both desks, and those who approve.</summary>
internal sealed class SystemLoad : IAsyncDisposable
{
    private static readonly TimeSpan CustomersBeat = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan ApproversBeat = TimeSpan.FromMilliseconds(200);

    /// <summary>Answers as on any day, of each service, before something is broken.</summary>
    private const int Warm = 60;

    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _approversEnd = new();
    private readonly List<Task> _asking = [];
    private readonly List<Task> _approving = [];
    private readonly PolicyCallers _policy;
    private readonly DeskPeople[] _desks;

    public SystemLoad(WholeSystem system, Promised promised, CancellationToken patience)
    {
        Promised = promised;
        _policy = new PolicyCallers(system.Policy, new Calls(system.Tokens, "aidesk-policy", promised, patience), Checks, Others);
        var calls = new Calls(system.Tokens, "aidesk-desk", promised, patience);
        _desks = [.. new[] { SystemPolicies.Copilot, SystemPolicies.Autopilot }.Select(tenant => new DeskPeople(system.Desk, calls, Desk, tenant))];
        foreach (var (ask, beat) in _policy.All)
        {
            _asking.Add(AgainAsync(ask, beat, _end.Token));
        }

        foreach (var desk in _desks)
        {
            _asking.Add(AgainAsync(() => desk.WriteAsync(), CustomersBeat, _end.Token));
            _approving.Add(AgainAsync(desk.ApproveAsync, ApproversBeat, _approversEnd.Token));
        }
    }

    public Promised Promised { get; }

    /// <summary>What decisions were answered; what settles, approvals and redemptions were; what the desks' calls were.</summary>
    public Answers Checks { get; } = new();

    public Answers Others { get; } = new();

    public Answers Desk { get; } = new();

    /// <summary>Until all of it runs, and people have approved something.</summary>
    public Task WarmAsync() => Eventually.TrueAsync(
        () => Checks.Of(Answers.AsEver) >= Warm && Desk.Of(Answers.AsEver) >= Warm && !Promised.Approved.IsEmpty || HasFailed, "the load runs");

    /// <summary>No new questions; what was begun is brought to its end. The approvers go on.</summary>
    public async Task StopAskingAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_asking);
    }

    public async Task StopApprovingAsync()
    {
        await _approversEnd.CancelAsync();
        await Task.WhenAll(_approving);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _approversEnd.CancelAsync();
        await Task.WhenAll([.. _asking, .. _approving]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        _approversEnd.Dispose();
    }

    private bool HasFailed => _asking.Concat(_approving).Any(task => task.IsFaulted);

    private static Task AgainAsync(Func<Task> action, TimeSpan between, CancellationToken end) => Task.Run(
        async () =>
        {
            using var beat = new PeriodicTimer(between);
            while (!end.IsCancellationRequested)
            {
                await action();
                await beat.WaitForNextTickAsync(CancellationToken.None);
            }
        },
        CancellationToken.None);
}
