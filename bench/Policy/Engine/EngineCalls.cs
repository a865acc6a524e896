using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;

namespace AiDesk.Bench.Policy.Engine;

/// <summary>What the engine is asked when it is measured alone.</summary>
internal static class EngineCalls
{
    public static CallContext Context => new()
    {
        SessionId = "session",
        RunId = "run",
        UserId = "user",
        ClientIp = "198.18.0.1",
        Mode = CallMode.Autopilot,
        Now = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero),
    };

    public static ToolCallCheck ToolCall => new()
    {
        Context = Context,
        CallId = "call",
        Tool = BenchPolicy.CalledTool,
        Arguments = Encoding.UTF8.GetBytes(BenchPolicy.Arguments(1)),
    };

    public static PolicySnapshot Compile(string document)
    {
        var compiled = new PolicyCompiler().Compile(PolicySources.Of(BenchPolicy.Tenant, document));
        return compiled.Snapshot ?? throw new InvalidOperationException(string.Join('\n', compiled.Errors));
    }
}
