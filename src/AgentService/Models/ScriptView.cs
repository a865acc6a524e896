using System.Text.Json;
using System.Text.RegularExpressions;
using AiDesk.Agent.Graph.Observing;
using Microsoft.Extensions.AI;

namespace AiDesk.Agent.Models;

/// <summary>What a scripted model makes of a prompt. It reads what any model reads: messages and offered tools.</summary>
internal sealed partial class ScriptView
{
    private const char Mark = '\u02C6';

    public ScriptView(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        Messages = [.. messages];
        Offered = [.. options?.Tools?.Select(tool => tool.Name) ?? []];
        var system = string.Join('\n', Messages.Where(message => message.Role == ChatRole.System).Select(message => message.Text));
        Task = TaskForm().Match(system) is { Success: true } task ? task.Groups[1].Value : "reply";
        var users = Messages.Where(message => message.Role == ChatRole.User).Select(message => message.Text).ToList();
        Customer = users.LastOrDefault(text => !text.Contains("<<data ", StringComparison.Ordinal)) ?? "";
        var data = users.Where(text => text.Contains("<<data ", StringComparison.Ordinal)).SelectMany(Blocks).ToList();
        Knowledge = [.. data.Where(block => block.Origin == "knowledge").Select(block => block.Text)];
        History = [.. data.Where(block => block.Origin == "history").Select(block => block.Text)];
        Draft = data.LastOrDefault(block => block.Id == "d1").Text ?? "";
        Language = LanguageGuess.Of(Customer) ?? LanguageOf(system);
        Results = ReadResults();
    }

    public IReadOnlyList<ChatMessage> Messages { get; }

    public IReadOnlyList<string> Offered { get; }

    /// <summary>reply, review or rewrite.</summary>
    public string Task { get; }

    public string Customer { get; }

    public string Draft { get; }

    public string Language { get; }

    public IReadOnlyList<string> Knowledge { get; }

    public IReadOnlyList<string> History { get; }

    /// <summary>Of each tool that was called: its last result, JSON or a sentence.</summary>
    public IReadOnlyDictionary<string, string> Results { get; }

    /// <summary>How often the model has answered in this run.</summary>
    public int Turns => Messages.Count(message => message.Role == ChatRole.Assistant);

    /// <summary>A result as JSON; null when it is a sentence or there is none.</summary>
    public JsonElement? Json(string tool)
    {
        try
        {
            return Results.TryGetValue(tool, out var text) && text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Dictionary<string, string> ReadResults()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var content in Messages.SelectMany(message => message.Contents))
        {
            if (content is FunctionCallContent call)
            {
                names[call.CallId] = call.Name;
            }
            else if (content is FunctionResultContent result && names.TryGetValue(result.CallId, out var tool))
            {
                var text = result.Result?.ToString() ?? "";
                results[tool] = Blocks(text).Select(block => block.Text).FirstOrDefault() ?? text;
            }
        }

        return results;
    }

    private static IEnumerable<(string Id, string Origin, string Text)> Blocks(string text) =>
        BlockForm().Matches(text).Select(match => (match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value.Replace(Mark, ' ')));

    private static string LanguageOf(string system) => LanguageForm().Match(system) is { Success: true } match
        ? match.Groups[1].Value switch { "Spanish" => "es", "German" => "de", "French" => "fr", "Italian" => "it", "Portuguese" => "pt", "Dutch" => "nl", _ => "en" }
        : "en";

    [GeneratedRegex(@"(?m)^Task: (\w+)\.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TaskForm();

    [GeneratedRegex(@"in (English|Spanish|German|French|Italian|Portuguese|Dutch)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LanguageForm();

    [GeneratedRegex(@"<<data ([0-9a-f]{16}) id=(\S+) origin=(\S+)>>\n(.*?)\n<<end \1>>", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex BlockForm();
}
