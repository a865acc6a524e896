using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Policy.V1;

namespace AiDesk.Client;

/// <summary>What is said of what a policy does not let go on. It names no rule and no id.</summary>
internal static class Refusals
{
    /// <summary>As plain text inside of JSON; nothing of it goes into a page.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Said where a decision has nothing to say itself.</summary>
    private static readonly FrozenDictionary<string, string> Sentences = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = "I cannot help with that.",
        ["es"] = "No puedo ayudar con eso.",
        ["fr"] = "Je ne peux pas vous aider sur ce point.",
        ["de"] = "Dabei kann ich nicht helfen.",
        ["it"] = "Non posso aiutare con questo.",
        ["pt"] = "Não posso ajudar com isso.",
        ["nl"] = "Daar kan ik niet mee helpen.",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a person is told: the decision's own sentence, else one in their language.</summary>
    public static string ForPerson(Decision? decision, string locale)
        => decision?.UserMessage?.Text is { Length: > 0 } text ? text
            : Sentences.TryGetValue(locale.Length >= 2 ? locale[..2] : "", out var sentence) ? sentence
            : Sentences["en"];

    /// <summary>What a model is told of a tool call that did not run: enough to go on without it.</summary>
    public static JsonElement ForModel(Decision decision, bool held, string locale)
    {
        var told = new JsonObject
        {
            ["status"] = held ? "waiting_for_approval" : "not_allowed",
            ["reason"] = ReasonName(decision.Reason),
            ["message"] = ForPerson(decision, locale),
        };
        return JsonSerializer.SerializeToElement(told, Plain);
    }

    /// <summary>As the protos write it, without the prefix: RATE_LIMITED.</summary>
    private static string ReasonName(Reason reason)
    {
        var name = new StringBuilder();
        foreach (var letter in reason.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('_');
            }

            name.Append(char.ToUpper(letter, CultureInfo.InvariantCulture));
        }

        return name.ToString();
    }
}
