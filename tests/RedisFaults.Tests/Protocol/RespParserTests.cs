using System.Text;
using AiDesk.Policy.Service.Counters.Redis.Resp;

namespace AiDesk.Policy.Service.RedisFaults.Protocol;

/// <summary>Replies, whole, in pieces, and from a server that means no good.</summary>
public sealed class RespParserTests
{
    [Theory]
    [InlineData("+OK\r\n", "+OK")]
    [InlineData("-ERR no\r\n", "-ERR no")]
    [InlineData(":-7\r\n", ":-7")]
    [InlineData("$0\r\n\r\n", "$")]
    [InlineData("$3\r\na\r\n\r\n", "$a\r\n")]
    [InlineData("$-1\r\n", "null")]
    [InlineData("*-1\r\n", "null")]
    [InlineData("*0\r\n", "[]")]
    [InlineData("*2\r\n:1\r\n*1\r\n$1\r\nx\r\n", "[:1 [$x]]")]
    public void TryRead_Reply_IsRead(string bytes, string reply)
    {
        TryRead(bytes, out var read, out var consumed).ShouldBeTrue();

        Show(read).ShouldBe(reply);
        consumed.ShouldBe(bytes.Length);
    }

    [Theory]
    [InlineData("+OK\r\n")]
    [InlineData("$3\r\na\r\n\r\n")]
    [InlineData("*2\r\n:1\r\n*2\r\n$1\r\nx\r\n$-1\r\n")]
    public void TryRead_CutAnywhere_WaitsForMore(string bytes)
    {
        for (var length = 0; length < bytes.Length; length++)
        {
            TryRead(bytes[..length], out _, out _).ShouldBeFalse($"of {length} bytes");
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("H")]
    [InlineData("\r\n")]
    [InlineData("$abc\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData("$1048577\r\n")]
    [InlineData("*99999999999\r\n")]
    [InlineData("*2147483647\r\n")]
    [InlineData("$1\r\nxyz")]
    [InlineData(":1e9\r\n")]
    [InlineData("%1\r\n+a\r\n+b\r\n")]
    public void TryRead_NotTheProtocol_Throws(string bytes) => Should.Throw<RespProtocolException>(() => TryRead(bytes, out _, out _));

    [Fact]
    public void TryRead_NestedTooDeep_Throws() =>
        Should.Throw<RespProtocolException>(() => TryRead(string.Concat(Enumerable.Repeat("*1\r\n", RespLimits.Depth + 1)) + ":1\r\n", out _, out _));

    [Fact]
    public void TryRead_LineWithoutEnd_Throws() => Should.Throw<RespProtocolException>(() => TryRead("+" + new string('a', RespLimits.LineBytes + 1), out _, out _));

    [Fact]
    public void TryRead_LargeArrayThatHasNotCome_TakesNoMemoryForIt()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        TryRead("*1000000\r\n", out _, out _).ShouldBeFalse();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000);
    }

    private static bool TryRead(string text, out RespReply reply, out int consumed)
    {
        var parser = new RespParser(Encoding.Latin1.GetBytes(text));
        var isRead = parser.TryRead(out reply);
        consumed = parser.Consumed;
        return isRead;
    }

    private static string Show(in RespReply reply) => reply.Kind switch
    {
        RespKind.Simple => "+" + reply.Text,
        RespKind.Error => "-" + reply.Text,
        RespKind.Integer => $":{reply.Integer}",
        RespKind.Bulk => "$" + reply.Text,
        RespKind.Array => $"[{string.Join(' ', reply.Items.Select(item => Show(item)))}]",
        _ => "null",
    };
}
