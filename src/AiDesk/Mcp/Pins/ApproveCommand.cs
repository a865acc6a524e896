using System.CommandLine;
using AiDesk.CommandLine.Display;
using AiDesk.CommandLine.Mcp.Gateway;
using AiDesk.CommandLine.Mcp.Servers;
using ModelContextProtocol;

namespace AiDesk.CommandLine.Mcp.Pins;

/// <summary>`aidesk mcp approve`: shows what a server lists beside what was approved, and pins it when a person says so.</summary>
internal static class ApproveCommand
{
    public static Command Create()
    {
        var options = new McpOptions();
        var yes = new Option<bool>("--yes") { Description = "Approve without asking: all that is new or changed, but for tools whose texts look like instructions." };
        var show = new Option<bool>("--show") { Description = "Only show; exit status 1 when something is not approved." };
        var tools = new Option<string[]>("--tool")
        {
            Description = "Approve only this tool; may be repeated. A tool whose texts look like instructions is approved only when it is named here.",
        };
        var command = new Command("approve", "Show a server's tools and what has changed since they were approved, and approve them.") { yes, show, tools };
        options.AddTo(command);
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            using var setup = options.Read(parsed, McpCommand.Tell(terminal));
            var choice = new Choice(parsed.GetValue(show), parsed.GetValue(yes), parsed.GetValue(tools) ?? []);
            try
            {
                return await RunAsync(setup, choice, terminal, cancellation).ConfigureAwait(false);
            }
            catch (PolicyFailure failure)
            {
                throw new CommandFailure(ExitStatus.NoService, failure.Message + " Nothing was approved.");
            }
            catch (McpException failure)
            {
                throw new CommandFailure(ExitStatus.Faulty, failure.Message + " Nothing was approved.");
            }
            catch (InvalidDataException failure)
            {
                throw CommandFailure.Usage(failure.Message + " Remove it to approve anew.");
            }
        });
        return command;
    }

    private sealed record Choice(bool OnlyShow, bool Yes, IReadOnlyList<string> Names);

    private static async Task<int> RunAsync(McpSetup setup, Choice choice, Terminal terminal, CancellationToken cancellation)
    {
        var pins = setup.Pins.Read();
        await using var server = await ServerSession.StartAsync(setup.Command, McpCommand.Tell(terminal), cancellation).ConfigureAwait(false);
        var listing = await server.ListAsync(cancellation).ConfigureAwait(false);
        var comparison = new PinComparison(listing, pins);
        var open = comparison.Of(PinState.New).Concat(comparison.Of(PinState.Changed)).OrderBy(tool => tool.Name, StringComparer.Ordinal).ToArray();
        var allowed = await setup.Policy.AllowedToolsAsync(cancellation).ConfigureAwait(false);
        var suspicious = await new DescriptionInspection(setup.Policy).InspectAsync(open, cancellation).ConfigureAwait(false);

        terminal.Line($"{TerminalText.Visible(setup.Command.ToString())}: {listing.Tools.Count} tools, {comparison.Approved.Count()} approved as they are, {comparison.Gone.Count()} gone");
        foreach (var tool in open)
        {
            var former = pins.GetValueOrDefault(tool.Name);
            terminal.Line($"{tool.Name}: {(former is null ? "new" : "changed")}, {(allowed.Contains(tool.Name) ? "policy lists it" : "policy does not list it")}");
            if (suspicious.TryGetValue(tool.Name, out var signs))
            {
                terminal.Line($"  ! its texts look like instructions to the model: {string.Join(", ", signs)}");
            }

            foreach (var line in ToolDifference.Of(tool, former))
            {
                terminal.Line(line);
            }
        }

        foreach (var name in comparison.Gone)
        {
            terminal.Line($"{name}: gone");
        }

        foreach (var fault in listing.Faults)
        {
            terminal.Line($"refused: {TerminalText.Visible(fault)}");
        }

        if (choice.OnlyShow)
        {
            return open.Length == 0 ? ExitStatus.Done : ExitStatus.Faulty;
        }

        return Approve(setup, choice, terminal, new Subject(pins, listing, comparison, open, suspicious.Keys.ToHashSet(StringComparer.Ordinal)));
    }

    private sealed record Subject(IReadOnlyDictionary<string, Pin> Pins, ToolListing Listing, PinComparison Comparison, ToolDefinition[] Open, IReadOnlySet<string> Suspicious);

    private static int Approve(McpSetup setup, Choice choice, Terminal terminal, Subject subject)
    {
        if (choice.Names.FirstOrDefault(name => !subject.Listing.Tools.ContainsKey(name)) is { } unknown)
        {
            throw CommandFailure.Usage($"--tool {unknown}: the server lists no such tool that could be approved. Nothing was approved.");
        }

        var chosen = subject.Open.Where(tool => choice.Names.Count > 0 ? choice.Names.Contains(tool.Name, StringComparer.Ordinal) : !subject.Suspicious.Contains(tool.Name)).ToArray();
        var gone = choice.Names.Count > 0 ? [] : subject.Comparison.Gone.ToArray();
        var left = subject.Open.Length - chosen.Length;
        if (chosen.Length + gone.Length > 0 && !choice.Yes && !Ask(terminal, chosen.Length, gone.Length))
        {
            terminal.Line("Nothing was approved.");
            return ExitStatus.Faulty;
        }

        if (chosen.Length + gone.Length > 0)
        {
            var pins = subject.Pins.Where(pin => !gone.Contains(pin.Key, StringComparer.Ordinal)).ToDictionary(pin => pin.Key, pin => pin.Value, StringComparer.Ordinal);
            foreach (var tool in chosen)
            {
                pins[tool.Name] = new Pin(tool.Hash, tool.Json);
            }

            setup.Pins.Write(setup.Command.ToString(), pins);
        }

        terminal.Line($"{chosen.Length} approved, {gone.Length} forgotten, {left} left as they are ({setup.Pins.Path})");
        return left == 0 ? ExitStatus.Done : ExitStatus.Faulty;
    }

    private static bool Ask(Terminal terminal, int tools, int gone)
    {
        terminal.Output.Write($"Approve {tools} tools{(gone > 0 ? $" and forget {gone}" : "")}? [y/N] ");
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
