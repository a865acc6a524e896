using System.CommandLine;
using AiDesk.CommandLine.Connection;

namespace AiDesk.CommandLine.Desk;

/// <summary>`aidesk demo`: two conversations with a running desk, one that ends with exactly one message and one that is stopped, and every decision made on the way.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var address = DeskConnection.AddressOption();
        var tenant = new Option<string>("--tenant") { Description = "The tenant to play in; a sample tenant of `aidesk up --desk`.", DefaultValueFactory = _ => DemoScript.Tenant };
        var state = StateDirectoryOption.Create();
        var command = new Command("demo", "Play a conversation through draft, approval and exactly one message, and an attack that is stopped, printing each decision. Needs a desk in Development.")
        {
            address, tenant, state,
        };
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            using var desk = DeskConnection.Open(parsed.GetRequiredValue(address), parsed.GetRequiredValue(state), parsed.GetRequiredValue(tenant));
            return await new Demo(desk, terminal).PlayAsync(cancellation).ConfigureAwait(false) ? ExitStatus.Done : ExitStatus.Faulty;
        });
        return command;
    }
}
