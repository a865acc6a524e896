using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Handlers;
using Google.Protobuf.WellKnownTypes;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Admin;

/// <summary>GetUsage: peeks at the counters of a policy's limits and budgets. Nothing is held and no hit is counted.</summary>
internal sealed class UsageHandler(ICounterStore counters, TimeProvider time)
{
    /// <summary>Longest value that is counted by, in characters.</summary>
    private const int MaxDescriptor = 1024;

    /// <summary>Counters of one answer.</summary>
    private const int Most = 1000;

    public async Task<Wire.GetUsageResponse> HandleAsync(Caller caller, Wire.GetUsageRequest request, CancellationToken cancellationToken)
    {
        RequestRules.Bounded(request.Name, "name", RequestRules.MaxContextText);
        RequestRules.Bounded(request.Descriptor_, "descriptor", MaxDescriptor);
        var snapshot = caller.Snapshot;
        if (request.Name.Length > 0 && snapshot.Limits.All(rule => rule.Name != request.Name) && snapshot.Budgets.All(rule => rule.Name != request.Name))
        {
            throw RpcErrors.NotFound();
        }

        var operations = OperationsOf(snapshot, request.Name, request.Descriptor_).Take(Most).ToList();
        var response = new Wire.GetUsageResponse();
        for (var first = 0; first == 0 || first < operations.Count; first += CounterBatch.Limit - 1)
        {
            await ReadAsync(snapshot.Tenant, operations.Skip(first).Take(CounterBatch.Limit - 1), response, cancellationToken);
        }

        return response;
    }

    private IEnumerable<CounterOperation> OperationsOf(PolicySnapshot snapshot, string name, string descriptor)
    {
        var now = time.GetUtcNow();
        foreach (var rule in snapshot.Budgets.Where(rule => name.Length == 0 || rule.Name == name))
        {
            foreach (var counted in DescriptorsOf(rule.Per, descriptor, rule.Caps.Keys.Order(StringComparer.Ordinal)))
            {
                if (rule.CapOf(counted) is { } cap)
                {
                    yield return Peek(CounterKind.Reserve, rule.Name, counted) with { Budget = rule, Cap = cap, Window = snapshot.Calendar.WindowAt(rule.Window, now) };
                }
            }
        }

        foreach (var rule in snapshot.Limits.Where(rule => name.Length == 0 || rule.Name == name))
        {
            foreach (var counted in DescriptorsOf(rule.Per, descriptor, []))
            {
                yield return Peek(CounterKind.Rate, rule.Name, counted) with
                {
                    Rate = rule,
                    Window = rule.Calendar == CalendarUnit.None ? default : snapshot.Calendar.WindowAt(rule.Calendar, now),
                };
            }
        }
    }

    private static IEnumerable<string> DescriptorsOf(Descriptor per, string asked, IEnumerable<string> named) =>
        per.Source == DescriptorSource.Tenant ? asked.Length == 0 ? [""] : []
        : asked.Length > 0 ? [asked]
        : named.Prepend("");

    private static CounterOperation Peek(CounterKind kind, string name, string descriptor) =>
        new() { Kind = kind, Name = name, Descriptor = descriptor, Token = "", Gate = Verdict.None, Outage = OutageRule.Deny };

    private async Task ReadAsync(string tenant, IEnumerable<CounterOperation> operations, Wire.GetUsageResponse response, CancellationToken cancellationToken)
    {
        // Denied from the start: nothing is held.
        var batch = new CounterBatch { Tenant = tenant, Severity = Verdict.Deny };
        batch.Add(Peek(CounterKind.KillSwitch, "", ""));
        foreach (var operation in operations)
        {
            batch.Add(operation);
        }

        var readings = await counters.ApplyAsync(batch, cancellationToken);
        if (readings.AnyUnavailable(batch.Count) || await counters.CommittedAsync(batch, cancellationToken) is not { } committed)
        {
            throw RpcErrors.Unavailable("the counters did not answer");
        }

        response.Frozen = readings[0].State == CounterState.Over;
        for (var index = 1; index < batch.Count; index++)
        {
            if (batch.Operations[index].Kind == CounterKind.Rate)
            {
                response.Rates.Add(RateOf(batch.Operations[index], readings[index]));
            }
            else
            {
                response.Budgets.Add(BudgetOf(batch.Operations[index], readings[index], committed[index]));
            }
        }
    }

    private static Wire.BudgetUsage BudgetOf(in CounterOperation operation, in CounterReading reading, long committed) => new()
    {
        Name = operation.Name,
        Unit = operation.Budget!.Unit,
        Descriptor_ = operation.Descriptor,
        Committed = committed,

        // Read one after the other: what was committed between the two is not held any more.
        Reserved = Math.Max(0, reading.Used - committed),
        Cap = operation.Cap,
        WindowEnd = reading.ResetAt > 0 ? Times.FromUnix(reading.ResetAt) : null,
        WarnAt = operation.Budget.WarnAt,
        ApproveAt = operation.Budget.ApproveAt,
        DenyAt = operation.Budget.DenyAt,
        Per = PerOf(operation.Budget.Per),
        Window = operation.Budget.Window switch { CalendarUnit.Day => "day", CalendarUnit.Month => "month", _ => "total" },
        Monitored = operation.Budget.Enforcement == Enforcement.Monitor,
    };

    private static Wire.RateUsage RateOf(in CounterOperation operation, in CounterReading reading) => new()
    {
        Name = operation.Name,
        Descriptor_ = operation.Descriptor,
        Used = reading.Used,
        Remaining = reading.Remaining,
        Limit = operation.Rate!.Rate,
        Window = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(operation.Rate.WindowMs)),
        ResetTime = reading.ResetAt is > 0 and < Amount.Greatest ? Times.FromUnix(reading.ResetAt) : null,
        Per = PerOf(operation.Rate.Per),
        Monitored = operation.Rate.Enforcement == Enforcement.Monitor,
    };

    /// <summary>As policies write it.</summary>
    private static string PerOf(Descriptor per) => per.Source switch
    {
        DescriptorSource.Tenant => "tenant",
        DescriptorSource.SessionId => "session_id",
        DescriptorSource.ConversationId => "conversation_id",
        DescriptorSource.RunId => "run_id",
        DescriptorSource.UserId => "user_id",
        DescriptorSource.Channel => "channel",
        DescriptorSource.ClientIp => "client_ip",
        DescriptorSource.Department => "department",
        _ => "argument:" + per.Pointer,
    };
}
