using System.Text.Json;
using System.Text.Encodings.Web;
using AiDesk.Agent.Approvals;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Runs.Reading;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Approvals;

/// <summary>Names and short texts of what waits.</summary>
internal static class ApprovalWords
{
    private const int ExcerptLimit = 140;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What it is and for whom, as "Draft for Marta Ruiz".</summary>
    public static string Title(PageFrame page, ApprovalItem found) => page["approvals.title." + found.Item.Kind, Customer(found.Item)];

    public static string Customer(PendingItem item) => item.Conversation.ContactName.Length > 0 ? item.Conversation.ContactName : item.Conversation.ContactId;

    public static string Queue(QueuePart part) => part == QueuePart.Drafts ? "/approvals" : "/approvals?tab=" + part.ToString().ToLowerInvariant();

    /// <summary>Somebody's name; "you"; or what the desk itself is called where it decided.</summary>
    public static string Name(PageFrame page, ApprovalItem found, string id) =>
        id.Length > 0 && id == page.PersonId ? page["approvals.you"] : page.Has("approvals.by." + id) ? page["approvals.by." + id] : found.Names.GetValueOrDefault(id, id);

    public static string Names(PageFrame page, ApprovalItem found, IEnumerable<string> ids) => string.Join(", ", ids.Select(id => Name(page, found, id)));

    /// <summary>Who else looks, as a page says again what it has shown.</summary>
    public static string Seen(IEnumerable<Viewer> viewers) => string.Join(' ', viewers.Select(viewer => viewer.PersonId));

    /// <summary>The model's own word for what a customer wants, "order_status", as people write it.</summary>
    public static string Intent(string intent) => intent.Replace('_', ' ');

    public static string RiskTone(string risk) => risk switch { "critical" or "high" => "bad", "medium" => "warn", _ => "quiet" };

    /// <summary>The beginning of a text, on one line, cut between characters.</summary>
    public static string Excerpt(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= ExcerptLimit)
        {
            return line;
        }

        var cut = ExcerptLimit;
        while (cut > 0 && (char.IsLowSurrogate(line[cut]) || char.GetUnicodeCategory(line[cut]) is System.Globalization.UnicodeCategory.NonSpacingMark))
        {
            cut--;
        }

        return line[..cut] + "…";
    }

    /// <summary>JSON with line ends, and letters as they are; what is no JSON, as it is.</summary>
    public static string Json(string json)
    {
        try
        {
            using var read = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(read.RootElement, Readable);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    /// <summary>The members of a flat object of up to twelve, by name; empty for anything else, which is better read as JSON.</summary>
    public static IReadOnlyList<(string Name, string Value)> Arguments(string json)
    {
        try
        {
            using var read = JsonDocument.Parse(json);
            return read.RootElement.ValueKind == JsonValueKind.Object && read.RootElement.GetPropertyCount() <= 12
                && read.RootElement.EnumerateObject().All(member => member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
                ? [.. read.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.ToString()))]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>What a channel said, in the person's language where it is one of ours.</summary>
    public static string Channel(PageFrame page, string said)
    {
        const string Answered = "it answered ";
        return said.StartsWith(Answered, StringComparison.Ordinal) && said.Length <= Answered.Length + 3 ? page["approvals.channel.it answered", said[Answered.Length..]]
            : said.Length == 0 ? page["approvals.channel.nothing"]
            : page.Word("approvals.channel.", said);
    }
}
