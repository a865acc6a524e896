namespace AiDesk.Policy.Schemas.Json;

/// <summary>A hash of a value that is equal for values that <see cref="JsonEquality"/> takes for the same.</summary>
internal static class JsonHash
{
    /// <summary>Takes one step per token from <paramref name="steps"/>.</summary>
    public static ulong Of(JsonIndex json, int token, ref int steps)
    {
        if (--steps < 0)
        {
            return 0;
        }

        var kind = json.At(token).Kind;
        var hash = TextHash.Mix((ulong)kind, (ulong)json.At(token).Length);
        switch (kind)
        {
            case JsonKind.String:
                return TextHash.Mix(hash, TextHash.Wide(json.Text(token)));
            case JsonKind.Number:
                var number = json.Number(token);
                return TextHash.Mix(hash, TextHash.Wide(number.Digits) ^ ((ulong)(uint)number.Exponent << 1) ^ (number.Negative ? 1UL : 0));
            case JsonKind.Array:
                for (var item = token + 1; item < json.After(token); item = json.After(item))
                {
                    hash = TextHash.Mix(hash, Of(json, item, ref steps));
                }

                return hash;
            case JsonKind.Object:
                // A sum, as members have no order.
                ulong sum = 0;
                for (var name = token + 1; name < json.After(token); name = json.After(name + 1))
                {
                    sum += TextHash.Mix(TextHash.Wide(json.Text(name)), Of(json, name + 1, ref steps));
                }

                return TextHash.Mix(hash, sum);
            default:
                return hash;
        }
    }
}
