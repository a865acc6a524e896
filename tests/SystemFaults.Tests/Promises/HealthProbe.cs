using AiDesk.Postgres.Harness;
using AiDesk.Redis.Harness;
using AiDesk.SystemFaults.Load;
using AiDesk.SystemFaults.Services;

namespace AiDesk.SystemFaults.Promises;

/// <summary>Rounds of what people want from the system, until one of them is as on any day.</summary>
internal sealed class HealthProbe
{
    private const string Budget = "probe";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly WholeSystem _system;
    private readonly PolicyCallers _policy;
    private readonly DeskPeople[] _desks;

    /// <param name="system">Which is asked.</param>
    /// <param name="promised">What a probe was promised holds too.</param>
    /// <param name="patience">Ends calls that nobody answers.</param>
    public HealthProbe(WholeSystem system, Promised promised, CancellationToken patience)
    {
        _system = system;
        var ignored = new Answers();
        _policy = new PolicyCallers(system.Policy, new Calls(system.Tokens, "aidesk-policy", promised, patience), ignored, ignored);
        var calls = new Calls(system.Tokens, "aidesk-desk", promised, patience);
        _desks = [.. new[] { SystemPolicies.Copilot, SystemPolicies.Autopilot }.Select(tenant => new DeskPeople(system.Desk, calls, ignored, tenant, "probe"))];
    }

    /// <summary>How long until every kind of decision came from shared counters and a budget was held and settled.</summary>
    public Task<TimeSpan> DecisionsAsync() => Eventually.TrueAsync(
        async () => await _policy.MessageAsync(SystemPolicies.Strict) && await _policy.MessageAsync(SystemPolicies.Lenient) && await _policy.SpendAsync(isTight: false, Budget),
        "decisions are as ever", Patience);

    /// <summary>How long until a message to each desk was answered by one that its receiver got.</summary>
    public async Task<TimeSpan> DesksAsync() => (await Task.WhenAll(_desks.Select(desk => Eventually.TrueAsync(() => IsAnsweredAsync(desk), "the desk answers", Patience)))).Max();

    private async Task<bool> IsAnsweredAsync(DeskPeople desk)
    {
        if (await desk.WriteAsync("Hello!") is not { } run)
        {
            return false;
        }

        var state = "";
        await Eventually.TrueAsync(
            async () => (state = (string)(await PostgresServer.ExecuteAsync(_system.DeskDatabase, $"SELECT run_state FROM desk.runs WHERE run_id = '{run}'"))!)
                is "approved_sent" or "completed" or "rejected" or "send_failed", "the run ends", Patience);
        return state == "approved_sent";
    }
}
