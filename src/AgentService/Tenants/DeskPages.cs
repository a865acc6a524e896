using AiDesk.Agent.V1;
using AiDesk.Identity;

namespace AiDesk.Agent.Tenants;

/// <summary>
/// Page tokens: the place of the next page, signed for one tenant and one call. One that was forged, is another tenant's, or came from another call is
/// refused. They live as long as the process and a page is asked for again: nothing is lost with them.
/// </summary>
internal sealed class DeskPages(KeyRing ring)
{
    private const int SizeLimit = 1024;
    private const int DefaultSize = 50;
    private const int LargestSize = 100;

    private readonly TokenSeal _seal = new(ring.For("desk-page"), SizeLimit);

    /// <summary>1 to 100; 0 is 50. Throws FIELD_INVALID.</summary>
    public static int SizeOf(int asked) => asked switch
    {
        0 => DefaultSize,
        >= 1 and <= LargestSize => asked,
        _ => throw DeskException.Invalid("page_size", "is not from 1 to 100"),
    };

    /// <param name="tenant">Of the verified caller.</param>
    /// <param name="call">The RPC, with whatever else must be the same on the next page.</param>
    /// <param name="place">Where the next page begins.</param>
    public string Create(string tenant, string call, string place)
    {
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
        if (_seal.TryOpen(token, bytes, out var payload))
        {
            var reader = new TokenReader(payload);
            var isOurs = reader.Text() == tenant & reader.Text() == call;
            var place = reader.Text();
            if (isOurs && reader.IsComplete)
            {
                return place;
            }
        }

        throw new DeskException(ErrorReason.PageTokenInvalid, "page_token is none that this call gave")
        {
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = "page_token" },
        };
    }
}
