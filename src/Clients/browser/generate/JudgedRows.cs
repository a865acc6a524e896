using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiDesk.BrowserGuard;

/// <summary>Says of each row of a JSON Lines file what the engine says of its text under the default policy.</summary>
internal static class JudgedRows
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public static void Write(string file, TextWriter output)
    {
        var engine = new EngineOpinion();
        foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
        {
            var row = JsonSerializer.Deserialize<Row>(line, Form) ?? throw new JsonException($"{file}: a line that is null");
            output.WriteLine(JsonSerializer.Serialize(new { row.Id, opinion = EngineOpinion.NameOf(engine.Of(row.Text)) }, Form));
        }
    }

    private sealed record Row([property: JsonRequired] string Id, [property: JsonRequired] string Text);
}
