using System.Text;

namespace AiDesk.Bench.Policy.Streaming;

/// <summary>The request headers of a gRPC call in HPACK (RFC 7541): the first block puts them into the dynamic table, the following ones only point there.</summary>
internal static class RequestHeaders
{
    public static byte[] First(string path, string authority, string bearer) =>
    [
        0x83, // :method POST
        0x86, // :scheme http
        .. Literal(4, path), // :path
        .. Literal(1, authority), // :authority
        .. Literal(31, "application/grpc"), // content-type
        0x40, .. Text("te"), .. Text("trailers"),
        .. Literal(23, "Bearer " + bearer), // authorization
    ];

    public static byte[] Following() => [0x83, 0x86, 0x80 | 66, 0x80 | 65, 0x80 | 64, 0x80 | 63, 0x80 | 62];

    private static byte[] Literal(int nameIndex, string value) => [(byte)(0x40 | nameIndex), .. Text(value)];

    private static byte[] Text(string text) => [.. Length(text.Length), .. Encoding.ASCII.GetBytes(text)];

    /// <summary>An integer with a prefix of seven bits.</summary>
    private static List<byte> Length(int length)
    {
        const int prefix = 127;
        if (length < prefix)
        {
            return [(byte)length];
        }

        var bytes = new List<byte> { prefix };
        var rest = length - prefix;
        for (; rest >= 128; rest >>= 7)
        {
            bytes.Add((byte)(rest | 128));
        }

        bytes.Add((byte)rest);
        return bytes;
    }
}
