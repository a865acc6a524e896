using System.Text.Json;
using AiDesk.CommandLine.Mcp.Pins;
using AiDesk.Tests.Running;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AiDesk.Mcp.Tests.Pins;

public sealed class PinFileTests
{
    private const string Base = """{"name":"t","description":"d","inputSchema":{"type":"object","properties":{"b":{"type":"integer","maximum":9007199254740993},"a":{}}}}""";

    [Theory]
    [InlineData(Base, true)]
    [InlineData("""{"inputSchema":{"properties":{"a":{},"b":{"maximum":9007199254740993,"type":"integer"}},"type":"object"},"description":"d","name":"t"}""", true)]
    [InlineData("""{"name":"t","description":"d","icons":[{"src":"https://x.example/i.png"}],"_meta":{"a":1},"inputSchema":{"type":"object","properties":{"b":{"type":"integer","maximum":9007199254740993},"a":{}}}}""", true)]
    [InlineData("""{"name":"t","description":"D","inputSchema":{"type":"object","properties":{"b":{"type":"integer","maximum":9007199254740993},"a":{}}}}""", false)]
    [InlineData("""{"name":"t","description":"d","inputSchema":{"type":"object","properties":{"b":{"type":"integer","maximum":9007199254740992},"a":{}}}}""", false)]
    [InlineData("""{"name":"t","description":"d","inputSchema":{"type":"object","properties":{"b":{"type":"integer","maximum":9007199254740993},"a":{"description":"x"}}}}""", false)]
    [InlineData("""{"name":"t","title":"T","description":"d","inputSchema":{"type":"object","properties":{"b":{"type":"integer","maximum":9007199254740993},"a":{}}}}""", false)]
    [InlineData("""{"name":"t","annotations":{"readOnlyHint":true},"description":"d","inputSchema":{"type":"object","properties":{"b":{"type":"integer","maximum":9007199254740993},"a":{}}}}""", false)]
    public void ToolDefinition_Hash_IsOfEverythingThatIsPassedOn(string tool, bool same) =>
        (Define(tool).Hash == Define(Base).Hash).ShouldBe(same);

    [Fact]
    public void ToolDefinition_ToTool_IsWhatWasPinned()
    {
        var definition = Define(Base);

        ToolDefinition.Of(definition.ToTool()).Hash.ShouldBe(definition.Hash);
    }

    [Fact]
    public void Write_Pins_AreReadBack()
    {
        using var folder = new TemporaryFolder();
        var file = new PinFile(folder.In("a/b/pins.json"));
        var tool = Define(Base);
        file.Read().ShouldBeEmpty();

        file.Write("node server.js", new Dictionary<string, Pin>(StringComparer.Ordinal) { ["t"] = new(tool.Hash, tool.Json) });

        file.Read()["t"].ShouldBe(new Pin(tool.Hash, tool.Json));
        Directory.GetFiles(folder.In("a/b")).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "is not a file of approved tools")]
    [InlineData("[]", "is not a file of approved tools")]
    [InlineData("{}", "is not a file of approved tools of version 1")]
    [InlineData("""{"version":2,"server":"s","tools":{}}""", "of version 1")]
    [InlineData("""{"version":1,"server":"s"}""", "of version 1")]
    [InlineData("""{"version":1,"server":"s","tools":{"t":null}}""", "what it says of t does not fit its hash")]
    [InlineData("""{"version":1,"server":"s","tools":{"t":{"sha256":"00","definition":"{}"}}}""", "what it says of t does not fit its hash")]
    public void Read_DamagedFile_SaysWhatIsWrong(string text, string words)
    {
        using var folder = new TemporaryFolder();

        Should.Throw<InvalidDataException>(() => new PinFile(folder.Write("pins.json", text)).Read()).Message.ShouldContain(words);
    }

    private static ToolDefinition Define(string tool) => ToolDefinition.Of(JsonSerializer.Deserialize<Tool>(tool, McpJsonUtilities.DefaultOptions)!);
}
