using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.CommandLine.Mcp.Results;
using AiDesk.Mcp.Tests.Running;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AiDesk.Mcp.Tests.Results;

/// <summary>What of a server's result is judged, and what is made of the answer.</summary>
public sealed class ResultTests
{
    [Theory]
    [InlineData("""{"content":[]}""", "{}", 0)]
    [InlineData("""{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}""", """{"text":"a\nb"}""", 0)]
    [InlineData("""{"content":[{"type":"text","text":" {\"n\":1}"}]}""", """{"text":" {\u0022n\u0022:1}","structured":{"n":1}}""", 0)]
    [InlineData("""{"content":[{"type":"text","text":"[broken"}]}""", """{"text":"[broken"}""", 0)]
    [InlineData("""{"content":[{"type":"text","text":"{}"},{"type":"text","text":"b"}]}""", """{"text":"{}\nb"}""", 0)]
    [InlineData("""{"content":[],"structuredContent":{"n":1}}""", """{"structured":{"n":1}}""", 0)]
    [InlineData("""{"content":[{"type":"image","data":"eA==","mimeType":"image/png"},{"type":"audio","data":"eA==","mimeType":"audio/wav"}]}""", "{}", 2)]
    [InlineData("""{"content":[{"type":"resource","resource":{"uri":"a:b","blob":"eA=="}}]}""", "{}", 1)]
    [InlineData("""{"content":[{"type":"resource","resource":{"uri":"a:b","text":"t"}}]}""", """{"resources":[{"uri":"a:b","mime_type":null,"text":"t"}]}""", 0)]
    public void RawResult_Content_IsOneForm(string result, string json, int leftOut)
    {
        var raw = RawResult.Of(JsonSerializer.Deserialize<CallToolResult>(result, McpJsonUtilities.DefaultOptions)!);

        JsonNode.DeepEquals(JsonNode.Parse(raw.Json), JsonNode.Parse(json)).ShouldBeTrue(raw.Json);
        raw.LeftOut.ShouldBe(leftOut);
    }

    [Theory]
    [InlineData("{}", "The tool has run. Policy lets nothing be seen of what it gave.")]
    [InlineData("[]", "The tool has run. Policy lets nothing be seen of what it gave.")]
    [InlineData("""{"text":"t"}""", "t")]
    [InlineData("""{"text":"t","structured":{"n":1}}""", "t")]
    [InlineData("""{"structured":{"n":"é"}}""", """{"n":"é"}""")]
    [InlineData("""{"resources":[{"text":"t"},{}]}""", "t")]
    [InlineData("""{"links":[{"name":"n"}]}""", """{"name":"n"}""")]
    public void SafeResult_Sanitized_IsWhatIsShown(string sanitized, string text)
    {
        var result = SafeResult.Of(sanitized, RawResult.Of(new CallToolResult { Content = [] }));

        GatewayClient.TextOf(result).ShouldBe(text);
        result.StructuredContent.ShouldBeNull();
    }

    [Fact]
    public void SafeResult_ServersStructure_StaysStructured()
    {
        var raw = RawResult.Of(new CallToolResult { Content = [], StructuredContent = JsonDocument.Parse("""{"n":1,"m":2}""").RootElement });

        SafeResult.Of("""{"structured":{"n":1}}""", raw).StructuredContent!.Value.GetRawText().ShouldBe("""{"n":1}""");
    }
}
