using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AiDesk.CommandLine.Mcp.Results;

/// <summary>
/// A server's result as the JSON that FilterToolOutput judges, one form for every tool: <c>text</c> (all text, joined by line breaks), <c>structured</c>
/// (structuredContent; without one, what a single text is the JSON of), <c>resources</c> and <c>links</c>. What no text check can judge is only counted.
/// </summary>
internal sealed class RawResult
{
    public const string Text = "text";
    public const string Structured = "structured";
    public const string Resources = "resources";
    public const string Links = "links";

    private RawResult(string json, int leftOut, bool isStructured) => (Json, LeftOut, IsStructured) = (json, leftOut, isStructured);

    public string Json { get; }

    /// <summary>Images, sounds, binary resources and kinds of content that are not known: they are not passed on.</summary>
    public int LeftOut { get; }

    /// <summary>The result had structuredContent.</summary>
    public bool IsStructured { get; }

    public static RawResult Of(CallToolResult result)
    {
        var (texts, resources, links, leftOut) = (new List<string>(), new JsonArray(), new JsonArray(), 0);
        foreach (var block in result.Content)
        {
            switch (block)
            {
                case TextContentBlock text:
                    texts.Add(text.Text);
                    break;
                case EmbeddedResourceBlock { Resource: TextResourceContents resource }:
                    resources.Add(new JsonObject { ["uri"] = resource.Uri, ["mime_type"] = resource.MimeType, ["text"] = resource.Text });
                    break;
                case ResourceLinkBlock link:
                    links.Add(new JsonObject
                    {
                        ["uri"] = link.Uri, ["name"] = link.Name, ["title"] = link.Title, ["description"] = link.Description, ["mime_type"] = link.MimeType,
                    });
                    break;
                default:
                    leftOut++;
                    break;
            }
        }

        var json = new JsonObject();
        if (texts.Count > 0)
        {
            json[Text] = string.Join('\n', texts);
        }

        if (StructureOf(result, texts) is { } structure)
        {
            json[Structured] = structure;
        }

        if (resources.Count > 0)
        {
            json[Resources] = resources;
        }

        if (links.Count > 0)
        {
            json[Links] = links;
        }

        return new RawResult(json.ToJsonString(), leftOut, result.StructuredContent is not null);
    }

    /// <summary>The text of a result that is an error, to be judged and replaced.</summary>
    public static string ErrorOf(CallToolResult result)
    {
        var text = string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
        return text.Length > McpLimits.ErrorLength ? text[..McpLimits.ErrorLength] : text;
    }

    private static JsonNode? StructureOf(CallToolResult result, List<string> texts)
    {
        if (result.StructuredContent is { } structured)
        {
            return JsonNode.Parse(structured.GetRawText());
        }

        if (texts is not [var text] || text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
