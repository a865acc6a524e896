using System.Diagnostics;
using System.Text.Json;

namespace AiDesk.Tests.Running;

/// <summary>What one run of the `aidesk` command left.</summary>
internal sealed record CommandRun(int Status, string Output, string Error)
{
    /// <summary>How long any command may take before the test gives it up as hung.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<CommandRun> OfAsync(params string[] arguments) => OfAsync([], arguments);

    /// <summary>Runs the built command in a process of its own, without any AIDESK_* variable but those given.</summary>
    public static async Task<CommandRun> OfAsync((string Name, string Value)[] variables, params string[] arguments)
    {
        using var process = Process.Start(StartOf(variables, arguments)) ?? throw new InvalidOperationException("the command did not start");
        using var patience = new CancellationTokenSource(Patience);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"aidesk {string.Join(' ', arguments)} did not end");
        }

        return new CommandRun(process.ExitCode, await output, await error);
    }

    public static ProcessStartInfo StartOf((string Name, string Value)[] variables, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "aidesk.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AIDESK_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
