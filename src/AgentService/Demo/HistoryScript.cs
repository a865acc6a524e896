using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Demo;

/// <summary>history.sql in its parts, and history.json by tenant.</summary>
internal static class HistoryScript
{
    private const string StepMark = "-- step: ";

    private static readonly FrozenDictionary<string, string[]> Parts = Load();
    private static readonly JsonObject Tenants = JsonNode.Parse(Read("json"))!.AsObject();

    /// <summary>Of the rows that are to be, before the first is.</summary>
    public static IReadOnlyList<string> Plan => Parts["plan"];

    /// <summary>Once for each place of a run in its conversation.</summary>
    public static IReadOnlyList<string> Runs => Parts["runs"];

    /// <summary>What belongs to runs and conversations.</summary>
    public static IReadOnlyList<string> Rest => Parts["rest"];

    /// <summary>Where the triggers that count outcomes were off.</summary>
    public static IReadOnlyList<string> Outcomes => Parts["outcomes"];

    /// <summary>What is said in that tenant's history, as JSON; that of the first demo tenant with the same language for one that has none of its own.</summary>
    public static string TextsOf(string tenant, string locale) =>
        (Tenants[tenant] ?? Tenants[DemoTenant.All.FirstOrDefault(demo => demo.Locale == locale)?.Id ?? DemoTenant.All[1].Id])!.ToJsonString();

    private static FrozenDictionary<string, string[]> Load() => Read("sql").Split("\n-- part: ")
        .Select((part, n) => n == 0 ? ("plan", part) : (part[..part.IndexOf('\n', StringComparison.Ordinal)].Trim(), part))
        .ToFrozenDictionary(part => part.Item1, part => part.part.Split("\n" + StepMark).Skip(1).Select(step => "-- " + step.Trim()).ToArray(), StringComparer.Ordinal);

    private static string Read(string kind)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("demo.history." + kind)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
