using System.Globalization;
using System.Text;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas;

/// <summary>
/// A JSON pointer (RFC 6901), compiled: how descriptors (<c>argument:/campaign_id</c>), subjects and monetary values find their place in arguments.
/// <para>A number past decimal's range, and text that is not a number, is never taken for "no amount": see <see cref="JsonAmount"/>.</para>
/// </summary>
internal sealed class JsonPointer
{
    /// <summary>Most characters of a pointer.</summary>
    public const int CharsLimit = 1024;

    private readonly byte[][]? _segments;

    private JsonPointer(byte[][]? segments) => _segments = segments;

    /// <summary>The whole document.</summary>
    public static JsonPointer Root { get; } = new([]);

    /// <summary>Leads nowhere in any document.</summary>
    public static JsonPointer Nowhere { get; } = new(null);

    /// <summary>Compiles a pointer; false when it does not begin with a slash (but is not empty), has a ~ that is not ~0 or ~1, or is too long.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out JsonPointer pointer)
    {
        pointer = Root;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] != '/' || text.Length > CharsLimit)
        {
            return false;
        }

        var segments = new List<byte[]>();
        foreach (var range in text[1..].Split('/'))
        {
            var segment = text[1..][range];
            for (var at = segment.IndexOf('~'); at >= 0;)
            {
                if (at + 1 >= segment.Length || segment[at + 1] is not ('0' or '1'))
                {
                    return false;
                }

                var next = segment[(at + 1)..].IndexOf('~');
                at = next < 0 ? -1 : at + 1 + next;
            }

            // ~1 first: "~01" stands for "~1" and not for a slash.
            segments.Add(Encoding.UTF8.GetBytes(segment.ToString().Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));
        }

        pointer = new JsonPointer([.. segments]);
        return true;
    }

    /// <summary>The token that the pointer leads to; -1 when there is none.</summary>
    public int Find(JsonIndex json) => Find(json, 0);

    /// <summary>The same from a value inside the document on.</summary>
    public int Find(JsonIndex json, int from)
    {
        var at = _segments is not null && from < json.Count ? from : -1;
        foreach (var segment in _segments ?? [])
        {
            if (at < 0)
            {
                return -1;
            }

            at = json.At(at).Kind switch
            {
                JsonKind.Object => Members.Find(json, at, segment),
                JsonKind.Array => Item(json, at, segment),
                _ => -1,
            };
        }

        return at;
    }

    /// <summary>
    /// A string, number, true or false as text, as a descriptor or subject is made of it: numbers in canonical form, so that 1.0 and 1 are one campaign.
    /// False for absent, null, object and array.
    /// </summary>
    public bool TryReadText(JsonIndex json, out string text) => JsonScalar.TryRead(json, Find(json), out text);

    /// <summary>The amount at the place; <see cref="JsonAmount.None"/> when absent or null.</summary>
    public JsonAmount ReadAmount(JsonIndex json) => JsonAmount.Of(json, Find(json));

    /// <summary>The same over bytes, for one reading; several share a <see cref="JsonIndex"/>. False for what is not JSON, too.</summary>
    public bool TryReadText(ReadOnlySpan<byte> json, out string text)
    {
        var index = new JsonIndex();
        text = "";
        return index.TryRead(json, JsonIndexReader.DepthLimit, out _) && TryReadText(index, out text);
    }

    private static int Item(JsonIndex json, int opened, ReadOnlySpan<byte> segment)
    {
        var plain = segment is [(byte)'0'] || (segment.Length is > 0 and < 9 && segment[0] is >= (byte)'1' and <= (byte)'9');
        if (!plain || !int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var position) || position >= json.At(opened).Length)
        {
            return -1;
        }

        var item = opened + 1;
        for (; position > 0; position--)
        {
            item = json.After(item);
        }

        return item;
    }
}
