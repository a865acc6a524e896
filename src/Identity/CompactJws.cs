using System.Text;

namespace AiDesk.Identity;

/// <summary>
/// The three parts of a compact JWS (RFC 7515 section 7.1), decoded strictly. The JSON serialisations are not read.
/// Microsoft.IdentityModel.JsonWebTokens is the library to take when it can be restored.
/// </summary>
internal sealed class CompactJws
{
    private CompactJws(byte[] signed, byte[] header, byte[] payload, byte[] signature)
    {
        Signed = signed;
        Header = header;
        Payload = payload;
        Signature = signature;
    }

    /// <summary>What the signature is over: header and payload as they came, with the dot between.</summary>
    public byte[] Signed { get; }

    public byte[] Header { get; }

    public byte[] Payload { get; }

    public byte[] Signature { get; }

    /// <summary>Null when the text is not three parts of strict base64url, or a part but the payload is empty.</summary>
    public static CompactJws? Parse(ReadOnlySpan<char> text)
    {
        var first = text.IndexOf('.');
        var last = text.LastIndexOf('.');
        if (first <= 0 || last == first || text[(first + 1)..last].Contains('.') || last == text.Length - 1)
        {
            return null;
        }

        var header = StrictBase64Url.Decode(text[..first]);
        var payload = StrictBase64Url.Decode(text[(first + 1)..last]);
        var signature = StrictBase64Url.Decode(text[(last + 1)..]);
        if (header is null || payload is null || signature is null)
        {
            return null;
        }

        var signed = new byte[last];
        Encoding.ASCII.GetBytes(text[..last], signed);
        return new CompactJws(signed, header, payload, signature);
    }
}
