using System.Text.Json;

namespace AiDesk.Agent.Models;

/// <summary>One way of misbehaving.</summary>
internal sealed record AdversarialBehaviour
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public required string Name { get; init; }

    /// <summary>What it is about, for people.</summary>
    public required string About { get; init; }

    /// <summary>One an answer; the last one again and again.</summary>
    public required IReadOnlyList<AdversarialTurn> Turns { get; init; }

    /// <summary>All of adversarial.json.</summary>
    public static IReadOnlyList<AdversarialBehaviour> All { get; } = Read();

    /// <summary>Throws <see cref="InvalidOperationException"/> for a name that is none.</summary>
    public static AdversarialBehaviour Named(string name) => All.First(behaviour => behaviour.Name == name);

    private static List<AdversarialBehaviour> Read()
    {
        using var stream = typeof(AdversarialBehaviour).Assembly.GetManifestResourceStream("desk.scripts.adversarial.json")!;
        return JsonSerializer.Deserialize<List<AdversarialBehaviour>>(stream, Options)!;
    }
}

/// <summary>One answer.</summary>
internal sealed record AdversarialTurn
{
    /// <summary>With {everything} that the model reads, {customer}, {results}, {uuid}, {secret}, {turn}, {n}.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<AdversarialCall> Calls { get; init; } = [];

    /// <summary>How often text and calls come in the one answer.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>throw or hang; empty for none.</summary>
    public string Fault { get; init; } = "";
}

/// <param name="Id">The call's id.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">As it is: JSON or not.</param>
internal sealed record AdversarialCall(string Id, string Tool, string Arguments);
