using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Service;
using AiDesk.Policy.Testing.Coverage;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Running;

/// <summary>Asks the engine as the service does: inspect, one round to the counters, decide. The answer is in <see cref="PolicyWorld.Work"/>.</summary>
internal static class Asking
{
    /// <summary>How long a reservation holds: the service's default.</summary>
    public static readonly long LeaseMs = (long)new PolicyServiceOptions().Lease.TotalMilliseconds;

    public static async Task<AskedCall> AskAsync(PolicyWorld world, string contextName, Question question, CancellationToken cancellationToken)
    {
        var context = ContextMaker.Of(world, contextName);
        return question switch
        {
            InputQuestion input => await InputAsync(world, context, input, cancellationToken),
            ToolCallQuestion call => await ToolCallAsync(world, contextName, context, call, cancellationToken),
            ToolOutputQuestion output => await ToolOutputAsync(world, context, output, cancellationToken),
            _ => await OutputAsync(world, context, (OutputQuestion)question, cancellationToken),
        };
    }

    /// <summary>The round to the counters, between inspecting and deciding.</summary>
    public static async Task<Guid> CountAsync(PolicyWorld world, CancellationToken cancellationToken)
    {
        var id = world.NextDecisionId();
        world.Work.Decision.Id = id;
        world.Work.Counters.ReservationId = id;
        world.Work.Counters.LeaseMs = LeaseMs;
        await world.Counters.ApplyAsync(world.Work.Counters, cancellationToken);
        return id;
    }

    private static async Task<AskedCall> InputAsync(PolicyWorld world, CallContext context, InputQuestion question, CancellationToken cancellationToken)
    {
        var check = new InputCheck
        {
            Context = context,
            Message = question.Message is { } message ? world.File.Text(message) : null,
            MessageId = question.Message is null ? "" : question.MessageId.Length > 0 ? question.MessageId : world.NextId("message-"),
            WrittenByAgent = question.WrittenByAgent,
            Untrusted = question.Untrusted.Select((item, index) => new UntrustedText(
                item.Id.Length > 0 ? item.Id : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"u{index + 1}"),
                item.Origin,
                world.File.Text(item.Text))).ToArray(),
            EstimatedOutputTokens = question.EstimatedOutputTokens,
        };
        var work = world.Work;
        work.Clear();
        PolicyEngine.InspectInput(world.Snapshot, check, work);
        var id = await CountAsync(world, cancellationToken);
        PolicyEngine.DecideInput(world.Snapshot, check, work);
        world.Coverage.See(new Observation(ObservedKind.Input, world.Snapshot, work) { Context = context });
        return new AskedCall(id, Service.Handlers.HeldBudgets.Of(work), "", []);
    }

    private static async Task<AskedCall> ToolCallAsync(PolicyWorld world, string contextName, CallContext context, ToolCallQuestion question, CancellationToken cancellationToken)
    {
        var check = new ToolCallCheck
        {
            Context = context,
            CallId = question.CallId.Length > 0 ? question.CallId : world.NextId("call-"),
            Tool = question.Tool,
            Arguments = Encoding.UTF8.GetBytes(question.Arguments),
            DeclaredRisk = question.DeclaredRisk,
            EstimatedCost = question.Cost.ToArray(),
            Subject = question.Subject,
        };
        var work = world.Work;
        work.Clear();
        PolicyEngine.InspectToolCall(world.Snapshot, check, work);
        var id = await CountAsync(world, cancellationToken);
        PolicyEngine.DecideToolCall(world.Snapshot, check, work);
        world.Coverage.See(new Observation(ObservedKind.ToolCall, world.Snapshot, work) { Context = context, Tool = check.Tool });
        HeldCalling.HoldIfAsked(world, contextName, check);
        return new AskedCall(id, Service.Handlers.HeldBudgets.Of(work), work.Subject, work.Tool is { } tool ? [tool.Name, tool.Fact] : []);
    }

    private static async Task<AskedCall> ToolOutputAsync(PolicyWorld world, CallContext context, ToolOutputQuestion question, CancellationToken cancellationToken)
    {
        var check = new ToolOutputCheck
        {
            Context = context,
            CallId = world.NextId("call-"),
            Tool = question.Tool,
            Output = Encoding.UTF8.GetBytes(question.Output),
            Error = question.Error,
        };
        var work = world.Work;
        work.Clear();
        PolicyEngine.InspectToolOutput(world.Snapshot, check, work);
        var id = await CountAsync(world, cancellationToken);
        PolicyEngine.DecideToolOutput(world.Snapshot, check, work);
        world.Coverage.See(new Observation(ObservedKind.ToolOutput, world.Snapshot, work) { Context = context, Tool = check.Tool });
        return new AskedCall(id, null, "", []);
    }

    private static async Task<AskedCall> OutputAsync(PolicyWorld world, CallContext context, OutputQuestion question, CancellationToken cancellationToken)
    {
        var check = new OutputCheck { Context = context, Text = world.File.Text(question.Text), WrittenByHuman = question.WrittenByHuman, Channel = context.Channel };
        var work = world.Work;
        work.Clear();
        PolicyEngine.InspectOutput(world.Snapshot, check, work);
        var id = await CountAsync(world, cancellationToken);
        PolicyEngine.DecideOutput(world.Snapshot, check, work);
        world.Coverage.See(new Observation(ObservedKind.Output, world.Snapshot, work) { Context = context, Text = check.Text });
        return new AskedCall(id, null, "", []);
    }
}
