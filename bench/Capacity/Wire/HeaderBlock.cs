using System.Text;

namespace AiDesk.Bench.Capacity.Wire;

/// <summary>The request headers of a gRPC call in HPACK (RFC 7541): the first block puts them into the dynamic table, the following ones only point there.</summary>
internal static class HeaderBlock
{
    public static byte[] First(string path, string authority, string token) =>
    [
        0x83, // :method POST
        0x86, // :scheme http
        .. Literal(4, path), // :path
        .. Literal(1, authority), // :authority
        .. Literal(31, "application/grpc"), // content-type
        .. Literal(23, "Bearer " + token), // authorization
        0x40, .. Text("te"), .. Text("trailers"),
    ];

    public static byte[] Following() => [0x83, 0x86, 0x80 | 66, 0x80 | 65, 0x80 | 64, 0x80 | 63, 0x80 | 62];

    private static byte[] Literal(int nameIndex, string value) => [(byte)(0x40 | nameIndex), .. Text(value)];

    private static byte[] Text(string text) => [.. Length(text.Length), .. Encoding.ASCII.GetBytes(text)];

    /// <summary>An integer with a prefix of seven bits (RFC 7541, 5.1).</summary>
    private static IEnumerable<byte> Length(int value)
    {
        const int Prefix = 127;
        if (value < Prefix)
        {
            yield return (byte)value;
            yield break;
        }

        yield return Prefix;
        for (value -= Prefix; value >= 128; value >>= 7)
        {
            yield return (byte)(0x80 | (value & 0x7F));
        }

        yield return (byte)value;
    }
}
