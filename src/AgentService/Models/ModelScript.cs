using System.Text.Json;
using System.Text.RegularExpressions;

namespace AiDesk.Agent.Models;

/// <summary>
/// A model as data: rules on the conversation, each with a reply, an intent and tool calls. The first rule that fits answers. Scripts lie in Models/Scripts.
/// </summary>
internal sealed record ModelScript
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>1 to 100 characters; what the endpoint says its model is.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<ScriptRule> Rules { get; init; }

    /// <summary>Fixed sentences by kind and language: greeting of an error, what is asked for, the last resort.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Sentences { get; init; }

    /// <summary>The script of the demo: es, en, de.</summary>
    public static ModelScript Desk { get; } = Load("desk");

    /// <summary>One of the embedded scripts. Throws <see cref="ArgumentException"/> for a name that is none.</summary>
    public static ModelScript Load(string name)
    {
        using var stream = typeof(ModelScript).Assembly.GetManifestResourceStream($"desk.scripts.{name}.json") ?? throw new ArgumentException($"there is no script {name}");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Throws <see cref="JsonException"/>.</summary>
    public static ModelScript Parse(string json) => JsonSerializer.Deserialize<ModelScript>(json, Options)!;
}

/// <summary>One rule of a script.</summary>
internal sealed record ScriptRule
{
    public required string Intent { get; init; }

    /// <summary>A regular expression on the customer's message, folded; its named groups are values for arguments and replies.</summary>
    public required string When { get; init; }

    /// <summary>Groups that must be known, from this message or an earlier one; otherwise the model asks for them.</summary>
    public IReadOnlyDictionary<string, string> Needs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>In the order in which they are asked for, all at once. A call whose tool is not on offer makes the rule hand over.</summary>
    public IReadOnlyList<ScriptCall> Calls { get; init; } = [];

    /// <summary>By language. {tool./pointer} is a value of a tool's result, {group} one of the message's, {knowledge} the first passage.</summary>
    public IReadOnlyDictionary<string, string> Replies { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Hands over instead of answering.</summary>
    public bool Transfers { get; init; }

    internal Regex Form => field ??= new Regex(When, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}

/// <param name="Tool">The tool.</param>
/// <param name="Arguments">JSON; texts may hold {group}, and {number:group} in place of a text is a number.</param>
internal sealed record ScriptCall(string Tool, JsonElement Arguments);
