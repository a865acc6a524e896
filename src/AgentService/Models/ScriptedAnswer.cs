using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiDesk.Agent.Graph.Observing;
using Microsoft.Extensions.AI;

namespace AiDesk.Agent.Models;

/// <summary>What a script answers to a prompt.</summary>
internal static partial class ScriptedAnswer
{
    private const int PassageChars = 400;

    public static IEnumerable<AIContent> To(ModelScript script, ScriptView view) => view.Task switch
    {
        "review" => [new TextContent("""{"problems": []}""")],
        "rewrite" => [new TextContent(Sentence(script, "apology", view.Language))],
        _ => Reply(script, view),
    };

    private static IEnumerable<AIContent> Reply(ModelScript script, ScriptView view)
    {
        var message = TextFolding.Fold(view.Customer);
        foreach (var rule in script.Rules)
        {
            if (rule.Form.Match(message) is { Success: true } match)
            {
                return Follow(script, rule, Values(rule, match, view), view);
            }
        }

        return view.Knowledge.Count > 0
            ? Say("question", Passage(view.Knowledge[0]))
            : Say("other", Sentence(script, "unclear", view.Language));
    }

    private static IEnumerable<AIContent> Follow(ModelScript script, ScriptRule rule, Dictionary<string, string> values, ScriptView view)
    {
        if (rule.Transfers || rule.Calls.Any(call => !view.Offered.Contains(call.Tool, StringComparer.Ordinal)))
        {
            return [ToolArguments.Call("call-" + (view.Turns + 1).ToString(CultureInfo.InvariantCulture), "transfer_to_human", new JsonObject { ["reason"] = rule.Intent }.ToJsonString())];
        }

        if (rule.Needs.Keys.FirstOrDefault(need => !values.ContainsKey(need)) is { } missing)
        {
            return Say(rule.Intent, Sentence(script, "ask_" + missing, view.Language));
        }

        var open = rule.Calls.Where(call => !view.Results.ContainsKey(call.Tool)).ToList();
        if (open.Count > 0)
        {
            return open.Select((call, n) => (AIContent)ToolArguments.Call($"call-{view.Turns + 1}-{n + 1}", call.Tool, Fill(call.Arguments, values)));
        }

        // A result that is no data is a sentence for the customer; in another language than theirs it is told in the script's own words.
        var failed = rule.Calls.FirstOrDefault(call => view.Json(call.Tool) is null);
        if (failed is not null)
        {
            var said = view.Results[failed.Tool];
            return Say(rule.Intent, LanguageGuess.Of(said) == view.Language && view.Language != "en" ? said : Sentence(script, "failed", view.Language));
        }

        if (rule.Calls.Count == 0 && rule.Replies.Values.Any(reply => reply.Contains("{knowledge}", StringComparison.Ordinal)) && view.Knowledge.Count == 0)
        {
            return Say(rule.Intent, Sentence(script, "unclear", view.Language));
        }

        return Say(rule.Intent, Place().Replace(In(rule.Replies, view.Language), match => Value(match.Groups[1].Value, values, view)));
    }

    private static IEnumerable<AIContent> Say(string intent, string text) => [new TextContent($"intent: {intent}\n{text}")];

    // A value that the message does not have may be in an earlier one of the customer.
    private static Dictionary<string, string> Values(ScriptRule rule, Match match, ScriptView view)
    {
        var values = match.Groups.Cast<Group>().Where(group => group.Success && !char.IsAsciiDigit(group.Name[0])).ToDictionary(group => group.Name, group => group.Value, StringComparer.Ordinal);
        foreach (var (need, form) in rule.Needs.Where(need => !values.ContainsKey(need.Key)))
        {
            var texts = view.History.Where(text => text.StartsWith("customer:", StringComparison.Ordinal)).Append(view.Customer).Reverse();
            var found = texts.Select(text => Regex.Match(text, form, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))).FirstOrDefault(found => found.Success);
            if (found is not null)
            {
                values[need] = found.Value.ToUpperInvariant();
            }
        }

        return values;
    }

    private static string Fill(JsonElement arguments, Dictionary<string, string> values)
    {
        var filled = JsonNode.Parse(arguments.GetRawText())!.AsObject();
        foreach (var (name, node) in filled.ToList())
        {
            if (node is JsonValue value && value.TryGetValue<string>(out var text))
            {
                var said = Place().Replace(text, match => values.GetValueOrDefault(match.Groups[1].Value.Replace("number:", "", StringComparison.Ordinal), ""));
                filled[name] = text.StartsWith("{number:", StringComparison.Ordinal) && decimal.TryParse(said.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                    ? JsonValue.Create(number) : JsonValue.Create(said);
            }
        }

        return filled.ToJsonString();
    }

    private static string Value(string place, Dictionary<string, string> values, ScriptView view)
    {
        if (place == "knowledge")
        {
            return view.Knowledge.Count > 0 ? Passage(view.Knowledge[0]) : "";
        }

        var dot = place.IndexOf("./", StringComparison.Ordinal);
        if (dot < 0)
        {
            return values.GetValueOrDefault(place, "");
        }

        var at = view.Json(place[..dot]);
        foreach (var part in place[(dot + 2)..].Split('/'))
        {
            at = at switch
            {
                { ValueKind: JsonValueKind.Object } element when element.TryGetProperty(part, out var inner) => inner,
                { ValueKind: JsonValueKind.Array } element when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < element.GetArrayLength() => element[n],
                _ => null,
            };
        }

        return at switch
        {
            { ValueKind: JsonValueKind.Number } number => view.Language == "en" ? number.GetRawText() : number.GetRawText().Replace('.', ','),
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            _ => "",
        };
    }

    private static string Passage(string text)
    {
        var body = text.Contains('\n', StringComparison.Ordinal) ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim() : text;
        return body.Length <= PassageChars ? body : body[..body.LastIndexOf(' ', PassageChars)];
    }

    private static string Sentence(ModelScript script, string kind, string language) => In(script.Sentences[kind], language);

    private static string In(IReadOnlyDictionary<string, string> texts, string language) => texts.TryGetValue(language, out var text) ? text : texts["en"];

    [GeneratedRegex(@"\{([^{}]+)\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
