using System.Text;

namespace AiDesk.Bench.Transport;

/// <summary>
/// The request headers of a gRPC call in HPACK (RFC 7541): the first block puts them into the dynamic table, the following ones only point there.
/// </summary>
internal static class HeaderBlock
{
    public static byte[] First(string path, string authority) =>
    [
        0x83, // :method POST
        0x86, // :scheme http
        .. Literal(4, path), // :path
        .. Literal(1, authority), // :authority
        .. Literal(31, "application/grpc"), // content-type
        .. LiteralName("te", "trailers"),
    ];

    public static byte[] Following() => [0x83, 0x86, 0x80 | 65, 0x80 | 64, 0x80 | 63, 0x80 | 62];

    private static byte[] Literal(int nameIndex, string value) => [(byte)(0x40 | nameIndex), .. Text(value)];

    private static byte[] LiteralName(string name, string value) => [0x40, .. Text(name), .. Text(value)];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
