using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiDesk.BrowserGuard.Tests;

/// <summary>A row of tests/Clients/browser/cases.json, which the guard's own tests read too.</summary>
/// <param name="Kind">Why it is there.</param>
/// <param name="Locale">Language of the text.</param>
/// <param name="Text">The message.</param>
/// <param name="Guard">What the browser guard says: <c>allows</c> or a reason.</param>
/// <param name="Engine">What the engine says, as <see cref="EngineOpinion.NameOf"/>.</param>
public sealed record GuardCase(
    [property: JsonRequired] string Kind,
    [property: JsonRequired] string Locale,
    [property: JsonRequired] string Text,
    [property: JsonRequired] string Guard,
    [property: JsonRequired] string Engine)
{
    public static IReadOnlyList<GuardCase> All { get; } =
        JsonSerializer.Deserialize<GuardCase[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases.json")), new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
}
