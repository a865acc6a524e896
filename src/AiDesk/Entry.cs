using System.CommandLine;
using AiDesk.CommandLine.Checks;
using AiDesk.CommandLine.Desk;
using AiDesk.CommandLine.Evaluations;
using AiDesk.CommandLine.Explanations;
using AiDesk.CommandLine.Health;
using AiDesk.CommandLine.Load;
using AiDesk.CommandLine.Mcp;
using AiDesk.CommandLine.PolicyFiles;
using AiDesk.CommandLine.Records;
using AiDesk.CommandLine.Seed;
using AiDesk.CommandLine.Tokens;
using AiDesk.CommandLine.Training;
using AiDesk.CommandLine.Up;
using AiDesk.CommandLine.Verify;

namespace AiDesk.CommandLine;

/// <summary>The one entry point of all commands.</summary>
internal static class Entry
{
    /// <summary>How long a command may take after Ctrl-C before the process ends regardless.</summary>
    private static readonly TimeSpan CommandTime = TimeSpan.FromSeconds(30);

    /// <summary>The same for `up`, whose settings bound it: the greatest AIDESK_DRAIN_SECONDS and AIDESK_SHUTDOWN_SECONDS, and a minute.</summary>
    private static readonly TimeSpan ServiceTime = TimeSpan.FromSeconds(300 + 300 + 60);

    /// <summary>Writes to the console unless it is given writers.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter? output = null, TextWriter? error = null)
    {
        var root = new RootCommand("AiDesk: decides what an LLM agent may do.\n" + ExitStatus.Explanation)
        {
            UpCommand.Create(),
            DeskAloneCommand.Create(),
            HealthCommand.Create(),
            TokenCommand.Create(),
            CheckCommand.Create(),
            PolicyCommand.Create(),
            EvalCommand.Create(),
            ExplainCommand.Create(),
            TrainCommand.Create(),
            LoadCommand.Create(),
            RecordsCommand.Create(),
            DemoCommand.Create(),
            McpCommand.Create(),
            SeedCommand.Create(),
            VerifyCommand.Create(),
        };
        var parsed = root.Parse(arguments);
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = arguments is ["up" or "desk", ..] ? ServiceTime : CommandTime, EnableDefaultExceptionHandler = false, Output = output ?? Console.Out, Error = error ?? Console.Error };
        var status = await parsed.InvokeAsync(invocation).ConfigureAwait(false);
        return parsed.Errors.Count > 0 ? ExitStatus.Usage : status;
    }
}
