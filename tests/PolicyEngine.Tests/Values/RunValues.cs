using System.Collections.Frozen;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Output;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Values;

/// <summary>One run through the engine, with sets that are kept here as a store keeps them.</summary>
internal sealed class RunValues
{
    private readonly Dictionary<string, MemberTable> _sets = new(StringComparer.Ordinal);

    public Evaluation Work { get; } = new();

    public PolicySnapshot Snapshot { get; init; } = Of(OutputField.Nothing, new OutputRules());

    public static PolicySnapshot Of(OutputField output, OutputRules rules) => new()
    {
        Tenant = "acme",
        Version = "0123456789abcdef",
        Output = rules,
        Tools = new Dictionary<string, ToolDefinition>(StringComparer.Ordinal) { ["tool"] = new() { Name = "tool", Output = output, Kind = ToolKind.Analyze } }
            .ToFrozenDictionary(StringComparer.Ordinal),
    };

    private static CallContext Context => new() { SessionId = "s-1", RunId = "r-1", Mode = CallMode.Autopilot };

    public MemberTable SetsOf(string run) => _sets.TryGetValue(run, out var sets) ? sets : _sets[run] = new MemberTable();

    public void Filter(string json)
    {
        Work.Clear();
        var check = new ToolOutputCheck { Context = Context, CallId = "c", Tool = "tool", Output = Encoding.UTF8.GetBytes(json) };
        PolicyEngine.InspectToolOutput(Snapshot, check, Work);
        Apply();
        PolicyEngine.DecideToolOutput(Snapshot, check, Work);
    }

    public void Reply(string text)
    {
        Work.Clear();
        var check = new OutputCheck { Context = Context, Text = text };
        PolicyEngine.InspectOutput(Snapshot, check, Work);
        Apply();
        PolicyEngine.DecideOutput(Snapshot, check, Work);
    }

    public void Call(string arguments, Func<CounterState, CounterState>? answer = null)
    {
        Work.Clear();
        var check = new ToolCallCheck { Context = Context, CallId = "c", Tool = "tool", Arguments = Encoding.UTF8.GetBytes(arguments) };
        PolicyEngine.InspectToolCall(Snapshot, check, Work);
        Apply(answer);
        PolicyEngine.DecideToolCall(Snapshot, check, Work);
    }

    public void Ask(string message, params UntrustedText[] untrusted)
    {
        Work.Clear();
        var check = new InputCheck { Context = Context, MessageId = "m", Message = message, Untrusted = untrusted };
        PolicyEngine.InspectInput(Snapshot, check, Work);
        Apply();
        PolicyEngine.DecideInput(Snapshot, check, Work);
    }

    private void Apply(Func<CounterState, CounterState>? answer = null)
    {
        var batch = Work.Counters;
        for (var i = 0; i < batch.Count; i++)
        {
            ref readonly var operation = ref batch.Operations[i];
            ref var reading = ref batch.Readings[i];
            reading.State = CounterState.Ok;
            if (operation.Kind == CounterKind.Member)
            {
                Apply(batch, operation, ref reading);
                reading.State = answer?.Invoke(reading.State) ?? reading.State;
            }
        }
    }

    private void Apply(CounterBatch batch, in CounterOperation operation, ref CounterReading reading)
    {
        var sets = SetsOf(operation.Name);
        batch.Readings.Members.Reserve(batch.Members.Count);
        for (var i = operation.MemberStart; i < operation.MemberStart + operation.MemberCount; i++)
        {
            var found = sets.Find(batch.Members.Digests[i]);
            batch.Readings.Members.Add(i, found);
            reading.State = (found & operation.MemberOf) != 0 && (found & operation.MemberUnless) == 0 ? CounterState.Over : reading.State;
            if (batch.Members.Sets[i] != MemberSets.None)
            {
                sets.Add(batch.Members.Digests[i], batch.Members.Sets[i]);
            }
        }
    }
}
