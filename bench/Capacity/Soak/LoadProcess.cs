using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AiDesk.Bench.Capacity.Serving;

namespace AiDesk.Bench.Capacity.Soak;

/// <summary>What `aidesk load` found.</summary>
/// <param name="Answered">Calls that were.</param>
/// <param name="Errors">Calls that were not.</param>
/// <param name="Degraded">Answers for want of a counter or a record.</param>
/// <param name="P99">Of every second, microseconds.</param>
internal sealed record LoadProcess(long Answered, long Errors, long Degraded, IReadOnlyList<double> P99)
{
    private const string Arguments = """{"contact":"contact-7","subject":"Parcel not delivered","priority":3,"urgent":true}""";

    /// <summary>The command that users have, in an open loop of all four checks, over all tenants of the service.</summary>
    public static async Task<LoadProcess> RunAsync(ServedPolicy service, double rate, TimeSpan time)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                ServedPolicy.Command, "load", "--address", $"http://{service.Grpc}", "--state-dir", service.StateDirectory, "--tenant", string.Join(',', service.Tenants),
                "--rps", rate.ToString(CultureInfo.InvariantCulture), "--duration", string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0}s"), "--mix", "input=50,tool=20,filter=10,output=20",
                "--tool", Policies.Tool, "--args", Arguments, "--tool-output", """{"ticket":"T-1","internal":"hidden"}""", "--report", "none", "--json", "-",
            ])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var written = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        using var document = JsonDocument.Parse(written);
        var all = document.RootElement.GetProperty("all");
        if (!document.RootElement.GetProperty("is_valid").GetBoolean())
        {
            throw new InvalidOperationException("A limit was measured and not the service: " + all.GetProperty("reasons"));
        }

        return new LoadProcess(
            all.GetProperty("answered").GetInt64(),
            all.GetProperty("errors").EnumerateObject().Sum(kind => kind.Value.GetInt64()),
            all.GetProperty("reasons").EnumerateObject().Where(reason => reason.Name is "DEPENDENCY_DOWN" or "RECORDING_UNAVAILABLE").Sum(reason => reason.Value.GetInt64()),
            [.. document.RootElement.GetProperty("seconds").EnumerateArray().Select(second => second.GetProperty("p99").GetDouble())]);
    }
}
