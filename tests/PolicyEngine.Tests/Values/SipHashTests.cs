using System.Buffers.Binary;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Tests.Values;

/// <summary>The vectors of the reference implementation: key 00 01 … 0f, input 00 01 … of each length.</summary>
public sealed class SipHashTests
{
    [Theory]
    [InlineData(0, "310e0edd47db6f72")]
    [InlineData(1, "fd67dc93c539f874")]
    [InlineData(2, "5a4fa9d909806c0d")]
    [InlineData(3, "2d7efbd796666785")]
    [InlineData(7, "37d1018bf50002ab")]
    [InlineData(8, "6224939a79f5f593")]
    [InlineData(15, "e545be4961ca29a1")]
    [InlineData(63, "724506eb4c328a95")]
    public void Of_ReferenceInput_IsTheReferenceOutput(int length, string expected)
    {
        var key = ValueKey.From([.. Enumerable.Range(0, 16).Select(i => (byte)i)], 0);
        var output = new byte[8];

        BinaryPrimitives.WriteUInt64LittleEndian(output, SipHash.Of(key, [.. Enumerable.Range(0, length).Select(i => (byte)i)]));

        Convert.ToHexStringLower(output).ShouldBe(expected);
    }
}
