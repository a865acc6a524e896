using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using AiDesk.Bench.Figures;

namespace AiDesk.Bench.Report;

/// <summary>What every benchmark of one run found, and on which machine.</summary>
/// <param name="Date">Of the run, UTC.</param>
/// <param name="Machine">Processor, how many of them, memory, system and runtime.</param>
/// <param name="Suites">By the benchmark's folder, in the order in which they ran.</param>
internal sealed record Results(string Date, string Machine, IReadOnlyDictionary<string, Measured> Suites)
{
    public static Results Read(string folder, IReadOnlyList<string> names) => new(
        DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        MachineText(),
        names.ToDictionary(name => name, name => JsonSerializer.Deserialize<Measured>(File.ReadAllText(Path.Combine(folder, name + ".json")), Measured.Json)!, StringComparer.Ordinal));

    public IEnumerable<Figure> Missed => Suites.Values.SelectMany(suite => suite.Figures).Where(figure => figure.Met == false);

    public IEnumerable<Figure> Met => Suites.Values.SelectMany(suite => suite.Figures).Where(figure => figure.Met == true);

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Measured.Json) + "\n");

    private static string MachineText()
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return string.Create(CultureInfo.InvariantCulture, $"{processor}, {Environment.ProcessorCount} processors, {memory:0} GiB, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}");
    }
}
