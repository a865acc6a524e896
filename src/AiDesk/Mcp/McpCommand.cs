using System.CommandLine;
using AiDesk.CommandLine.Display;
using AiDesk.CommandLine.Mcp.Gateway;
using AiDesk.CommandLine.Mcp.Held;
using AiDesk.CommandLine.Mcp.Pins;
using AiDesk.CommandLine.Mcp.Servers;
using AiDesk.CommandLine.Tokens;

namespace AiDesk.CommandLine.Mcp;

/// <summary>`aidesk mcp`: stands between an MCP client, on standard input and output, and an MCP server, its child.</summary>
internal static class McpCommand
{
    private static readonly TimeSpan DefaultCallTime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestCallTime = TimeSpan.FromHours(1);

    public static Command Create()
    {
        var options = new McpOptions();
        var firstUse = new Option<bool>("--pin-on-first-use")
        {
            Description = "When nothing is approved of this server, approve its tools as they are, but for those whose texts look like instructions.",
        };
        var time = CallTimeOption();
        var command = new Command("mcp", "Stand between an MCP client and an MCP server: only approved tools that policy allows are listed and run, and results are filtered.")
        {
            ApproveCommand.Create(),
            HeldCommand.Create(),
            DecideCommand.Create(),
        };
        options.AddTo(command);
        command.Add(firstUse);
        command.Add(time);
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            using var setup = options.Read(parsed, Tell(terminal));
            return await RunAsync(setup, parsed.GetValue(firstUse), parsed.GetValue(time), Tell(terminal), cancellation).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>One line on standard error: standard output is the protocol's.</summary>
    public static Action<string> Tell(Terminal terminal) => sentence => terminal.Problem("aidesk mcp: " + sentence);

    private static async Task<int> RunAsync(McpSetup setup, bool pinOnFirstUse, TimeSpan callTime, Action<string> tell, CancellationToken cancellation)
    {
        // Read before anything starts: a damaged file is the operator's to mend.
        CheckPins(setup.Pins);
        await using var server = await ServerSession.StartAsync(setup.Command, tell, cancellation).ConfigureAwait(false);
        var firstUse = pinOnFirstUse ? new FirstUse(setup.Pins, setup.Command.ToString(), new DescriptionInspection(setup.Policy), tell) : null;
        using var offered = new OfferedTools(server, setup.Pins, setup.Policy, firstUse, tell);
        var held = new HeldCalls(setup.Held, setup.Policy, setup.Tenant, setup.Command.ToString(), tell, TimeProvider.System);
        var calls = new ToolCalls(offered, setup.Policy, held, new CallRunner(server, setup.Policy, callTime, tell));
        var clientEnded = false;
        try
        {
            clientEnded = await new GatewayServer(server, offered, calls, tell).RunAsync(new InterruptibleInput(Console.OpenStandardInput()), Console.OpenStandardOutput(), cancellation).ConfigureAwait(false);
        }
        finally
        {
            var ending = await server.StopAsync().ConfigureAwait(false);
            tell($"{(clientEnded || cancellation.IsCancellationRequested ? "the server was told to end" : "the server has gone")}: {ending}");
        }

        return clientEnded ? ExitStatus.Done : ExitStatus.Faulty;
    }

    private static void CheckPins(PinFile pins)
    {
        try
        {
            pins.Read();
        }
        catch (InvalidDataException problem)
        {
            throw CommandFailure.Usage(problem.Message);
        }
    }

    private static Option<TimeSpan> CallTimeOption() => new("--call-timeout")
    {
        Description = "How long a call may take: 90s, 5m; at most 1h.",
        HelpName = "time",
        DefaultValueFactory = _ => DefaultCallTime,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (LifetimeOption.TryParse(text, out var time) && time <= LongestCallTime)
            {
                return time;
            }

            argument.AddError($"--call-timeout is a time such as 90s or 5m, from 1s to 1h, not '{text}'.");
            return default;
        },
    };
}
