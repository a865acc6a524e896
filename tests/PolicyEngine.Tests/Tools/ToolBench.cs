using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Tools;

/// <summary>One tenant with a few tools, and the two steps of a check with chosen readings between them.</summary>
internal sealed class ToolBench
{
    /// <summary>A Wednesday noon.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private const string Schema = """
        {"type":"object","required":["contact_id"],"additionalProperties":false,
         "properties":{"contact_id":{"type":"string"},"amount":{"type":["number","string","null"]},"text":{"type":"string","maxLength":100}}}
        """;

    public PolicySnapshot Snapshot { get; set; } = SnapshotOf(Tool("look_up", ToolKind.Analyze));

    public Evaluation Work { get; } = new();

    /// <summary>Facts that were recorded, as "fact/subject".</summary>
    public HashSet<string> Facts { get; } = new(StringComparer.Ordinal);

    public bool Tainted { get; set; }

    /// <summary>The call id that sent the run's message, when one has.</summary>
    public string MessageSentBy { get; set; } = "";

    /// <summary>The session that the run is bound to; empty when none is.</summary>
    public string RunOwner { get; set; } = "";

    /// <summary>These kinds of operations are not answered.</summary>
    public HashSet<CounterKind> Silent { get; } = [];

    public static ToolDefinition Tool(string name, ToolKind kind) => new()
    {
        Name = name,
        Kind = kind,
        Subject = "/contact_id",
        Money = ["/amount"],
        Arguments = ArgumentSchema.TryCompile(Encoding.UTF8.GetBytes(Schema), new List<SchemaFault>())!,
    };

    public static PolicySnapshot SnapshotOf(params ToolDefinition[] tools) => new()
    {
        Tenant = "acme",
        Version = "0123456789abcdef",
        AutopilotLevel = 2,
        Tools = tools.ToFrozenDictionary(tool => tool.Name, StringComparer.Ordinal),
    };

    public static ToolCallCheck Call(string tool, string arguments = """{"contact_id":"c-1"}""", CallMode mode = CallMode.Autopilot) => new()
    {
        Context = new CallContext { SessionId = "s-1", RunId = "r-1", Mode = mode, Now = Noon },
        CallId = "call-1",
        Tool = tool,
        Arguments = Encoding.UTF8.GetBytes(arguments),
    };

    /// <summary>Inspects, answers the planned operations, decides.</summary>
    public Decision Check(in ToolCallCheck check)
    {
        Work.Clear();
        ToolCallInspector.Inspect(Snapshot, check, Work);
        var operations = Work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            Work.Counters.Readings[i].State = StateOf(operations[i]);
        }

        ToolCallDecider.Decide(Snapshot, check, Work);
        return Work.Decision;
    }

    public ImmutableArray<string> Codes => [.. Work.Findings.Items.ToArray().Select(finding => finding.Code)];

    private CounterState StateOf(in CounterOperation operation)
    {
        if (Silent.Contains(operation.Kind))
        {
            return CounterState.Unavailable;
        }

        var passes = operation.Kind switch
        {
            CounterKind.Require => Facts.Contains($"{operation.Name}/{operation.Descriptor}"),
            CounterKind.Taint => !Tainted,
            CounterKind.OnceOnly => MessageSentBy.Length == 0 || MessageSentBy == operation.Token,
            CounterKind.Bind => RunOwner.Length == 0 || RunOwner == operation.Token,
            _ => true,
        };
        return passes ? CounterState.Ok : CounterState.Over;
    }
}
