using System.Text;
using AiDesk.CommandLine.Mcp.Servers;

namespace AiDesk.Mcp.Tests.Servers;

public sealed class BoundedLinesTests
{
    [Theory]
    [InlineData("12345678\n12345678\n", 8, 1, true)]
    [InlineData("12345678\n12345678\n", 8, 5, true)]
    [InlineData("12345678\n12345678\n", 8, 100, true)]
    [InlineData("123456789\n", 8, 100, false)]
    [InlineData("1\n123456789", 8, 3, false)]
    [InlineData("\n\n\n", 0, 2, true)]
    public async Task ReadAsync_Line_IsBounded(string text, int limit, int chunk, bool passes)
    {
        var told = new List<string>();
        using var lines = new BoundedLines(new MemoryStream(Encoding.UTF8.GetBytes(text)), limit, "server", told.Add);
        var read = new StringBuilder();

        async Task ReadAllAsync()
        {
            var buffer = new byte[chunk];
            for (var count = await lines.ReadAsync(buffer); count > 0; count = await lines.ReadAsync(buffer))
            {
                read.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }

        if (passes)
        {
            await ReadAllAsync();
            read.ToString().ShouldBe(text);
        }
        else
        {
            (await Should.ThrowAsync<IOException>(ReadAllAsync)).Message.ShouldBe($"a message of the server is longer than {limit} bytes");
            told.Count.ShouldBe(1);
        }
    }
}
