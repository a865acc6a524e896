using System.CommandLine;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Display;

namespace AiDesk.CommandLine.Mcp.Held;

/// <summary>`aidesk mcp held`: the calls that wait for people, of every gateway that keeps its state here.</summary>
internal static class HeldCommand
{
    public static Command Create()
    {
        var state = StateDirectoryOption.Create();
        var command = new Command("held", "List the calls of gateways with this state folder that wait for people.") { state };
        command.SetGuardedAction((parsed, terminal, _) =>
        {
            var now = DateTimeOffset.UtcNow;
            foreach (var (_, call) in HeldStore.All(Path.Combine(parsed.GetRequiredValue(state), "mcp")).Where(held => held.Call.ExpiresAt > now))
            {
                terminal.Line(Describe(call));
            }

            return Task.FromResult(ExitStatus.Done);
        });
        return command;
    }

    public static string Describe(HeldCall call) => TerminalText.Visible(
        $"{call.DecisionId} {call.Tenant} {(call.Escalated ? "escalated" : "needs approval")} until {call.ExpiresAt:u}: {call.Tool} {call.Arguments} on {call.Server}");
}
