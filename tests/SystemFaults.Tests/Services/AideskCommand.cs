using System.Diagnostics;
using System.Reflection;
using AiDesk.Harness;
using AiDesk.Tests.Running;

namespace AiDesk.SystemFaults.Services;

/// <summary>The built `aidesk` command, as others run it: in a process of its own, with no AIDESK_* variable but those given.</summary>
internal static class AideskCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static string Configuration => typeof(AideskCommand).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public static ServerProcesses Start(IReadOnlyDictionary<string, string> variables, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.In("src", "AiDesk", "bin", Configuration, "net10.0", "aidesk.dll"), .. arguments]);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AIDESK_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new ServerProcesses(start);
    }

    /// <summary>Runs it to its end; answers its exit status and its last lines.</summary>
    public static async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Start(new Dictionary<string, string>(StringComparer.Ordinal), arguments);
        await process.WaitAsync().WaitAsync(Patience);
        return (process.ExitCode, process.Output);
    }
}
