using AiDesk.Redis.Harness;
using AiDesk.SystemFaults.Services;

namespace AiDesk.SystemFaults.Faults;

/// <summary>Every process killed, paused and restarted; every link cut, slowed and stalled.</summary>
internal static class AllFaults
{
    /// <summary>More than a decision waits for its counters, less than callers wait for a decision.</summary>
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    public static IReadOnlyList<Fault> Product { get; } =
    [
        .. Process("Redis", system => system.Redis.KillAsync(), system => system.Redis.StartAgainAsync(), system => system.Redis.StopAsync(), system => system.Redis.Pause, system => system.Redis.Resume, takesCounters: true),
        .. Process("PostgreSQL", system => system.Postgres.KillAsync(), system => system.Postgres.StartAgainAsync(), system => system.Postgres.StopAsync(), system => system.Postgres.Pause, system => system.Postgres.Resume),
        .. Service("policy service", system => system.PolicyService, reachesCallers: true),
        .. Service("agent service", system => system.AgentService),
        .. Link("policy service to Redis", system => system.PolicyToRedis, takesCounters: true),
        .. Link("policy service to PostgreSQL", system => system.PolicyToPostgres),
        .. Link("agent service to policy service", system => system.AgentToPolicy),
        .. Link("agent service to PostgreSQL", system => system.AgentToPostgres),
        .. Link("callers to policy service", system => system.CallersToPolicy, reachesCallers: true),
        .. Link("clients to agent service", system => system.ClientsToAgent),
    ];

    /// <summary>One of each kind, for every run of the tests.</summary>
    public static IReadOnlyList<Fault> Few { get; } =
        [Of("agent service: killed"), Of("Redis: killed"), Of("PostgreSQL: paused"), Of("policy service: killed"), Of("agent service to policy service: cut")];

    private static Fault Of(string name) => Product.Single(fault => fault.Name == name);

    private static Fault[] Service(string of, Func<WholeSystem, ServiceProcess> service, bool reachesCallers = false) => Process(
        of, system => service(system).KillAsync(), system => service(system).StartAsync(), system => service(system).StopAsync(), system => service(system).Pause, system => service(system).Resume,
        reachesCallers: reachesCallers);

    private static Fault[] Process(
        string of,
        Func<WholeSystem, Task> kill,
        Func<WholeSystem, Task> start,
        Func<WholeSystem, Task> stop,
        Func<WholeSystem, Action> pause,
        Func<WholeSystem, Action> resume,
        bool takesCounters = false,
        bool reachesCallers = false) =>
    [
        new(of, "killed", kill, start) { TakesCounters = takesCounters, ReachesCallers = reachesCallers },
        new(of, "paused", system => Do(pause(system)), system => Do(resume(system))) { TakesCounters = takesCounters, ReachesCallers = reachesCallers },
        new(of, "restarted", stop, start) { TakesCounters = takesCounters, ReachesCallers = reachesCallers, Lasts = false },
    ];

    private static Fault[] Link(string of, Func<WholeSystem, FaultProxy> proxy, bool takesCounters = false, bool reachesCallers = false) =>
    [
        new(of, "cut", system => Do(() => Cut(proxy(system))), system => Do(() => proxy(system).Refusing = false)) { TakesCounters = takesCounters, ReachesCallers = reachesCallers },
        new(of, "slowed", system => Do(() => proxy(system).Delay = Latency), system => Do(() => proxy(system).Delay = TimeSpan.Zero)) { TakesCounters = takesCounters, ReachesCallers = reachesCallers },
        new(of, "stalled", system => Do(() => proxy(system).Stalling = true), system => Do(() => proxy(system).Stalling = false)) { TakesCounters = takesCounters, ReachesCallers = reachesCallers },
    ];

    private static void Cut(FaultProxy proxy)
    {
        proxy.Refusing = true;
        proxy.CutAll();
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
