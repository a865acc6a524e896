using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Redis.Harness;
using AiDesk.Tests.Running;

namespace AiDesk.Mcp.Tests.Running;

/// <summary>One test's server: a folder that says what it lists and does, and that it notes in what it was sent.</summary>
internal sealed class Depot : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Depot(params JsonObject[] tools) => List(tools);

    public string Path => _folder.Path;

    /// <summary>What follows -- on the gateway's command line.</summary>
    public string[] Command => ["node", Repository.In("tests", "Mcp.Tests", "node", "server.mjs"), Path];

    public static JsonObject Tool(string name, JsonObject? does = null, string description = "A tool of the depot.") => new()
    {
        ["name"] = name,
        ["description"] = description,
        ["inputSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["item"] = new JsonObject { ["type"] = "string" } } },
        ["does"] = does ?? [],
    };

    public static JsonObject Answering(params JsonObject[] content) => new() { ["result"] = new JsonObject { ["content"] = new JsonArray(content) } };

    public static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    public void List(params JsonObject[] tools) => ListWith([], tools);

    public void ListWith(JsonObject settings, params JsonObject[] tools)
    {
        var scenario = settings.DeepClone().AsObject();
        scenario["tools"] = new JsonArray([.. tools.Select(tool => tool.DeepClone())]);

        // Whole or not at all: the server may be reading.
        var draft = _folder.Write("tools.new", scenario.ToJsonString());
        File.Move(draft, _folder.In("tools.json"), overwrite: true);
    }

    public void Put(string file) => _folder.Write(file, "");

    public IReadOnlyList<JsonElement> Journal(string what)
    {
        var path = _folder.In("journal");
        return File.Exists(path)
            ? [.. File.ReadAllLines(path).Where(line => line.EndsWith('}')).Select(line => JsonDocument.Parse(line).RootElement).Where(entry => entry.GetProperty("event").GetString() == what)]
            : [];
    }

    /// <summary>Names of the tools that ran.</summary>
    public IEnumerable<string> Ran() => Journal("call").Select(call => call.GetProperty("name").GetString()!);

    public Task NotesAsync(string what) => Eventually.TrueAsync(() => Journal(what).Count > 0, $"the server is sent: {what}");

    public void Dispose() => _folder.Dispose();
}
