using AiDesk.Identity;
using AiDesk.Policy.Service.Handlers;

namespace AiDesk.Policy.Service.Security;

/// <summary>
/// Page tokens of the wire: the place of the next page, signed for one tenant and one call. One that was forged, is another tenant's, or came from another
/// call is refused; what a caller holds names nothing that it could not see.
/// </summary>
internal sealed class PageTokens(KeyRing ring)
{
    private const int SizeLimit = 1024;

    private readonly TokenSeal _seal = new(ring.For("page"), SizeLimit);

    /// <param name="tenant">Of the verified caller.</param>
    /// <param name="call">The RPC.</param>
    /// <param name="place">Where the next page begins; empty, and then the token is, when there is none.</param>
    public string Create(string tenant, string call, string place)
    {
        if (place.Length == 0)
        {
            return "";
        }

        Span<byte> payload = stackalloc byte[_seal.PayloadLimit];
        var writer = new TokenWriter(payload);
        writer.Text(tenant);
        writer.Text(call);
        writer.Text(place);
        return writer.Overflow ? throw new InvalidOperationException("a page token does not fit") : _seal.Sign(payload[..writer.Written]);
    }

    /// <summary>The place; empty for the first page. Throws PAGE_TOKEN_INVALID.</summary>
    public string Read(string tenant, string call, string token)
    {
        if (token.Length == 0)
        {
            return "";
        }

        Span<byte> bytes = stackalloc byte[SizeLimit];
        if (!_seal.TryOpen(token, bytes, out var payload))
        {
            throw RpcErrors.PageToken();
        }

        var reader = new TokenReader(payload);
        var isOurs = reader.Text() == tenant & reader.Text() == call;
        var place = reader.Text();
        return isOurs && reader.IsComplete ? place : throw RpcErrors.PageToken();
    }
}
