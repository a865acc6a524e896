namespace AiDesk.Policy.Schemas.Json;

/// <summary>Whether two values are the same by JSON Schema: numbers by value, objects without order.</summary>
internal static class JsonEquality
{
    /// <summary>Compares, taking one step per token looked at from <paramref name="steps"/>; false once they are used up, and then they are below zero.</summary>
    public static bool Same(JsonIndex left, int a, JsonIndex right, int b, ref int steps)
    {
        if (--steps < 0)
        {
            return false;
        }

        var kind = KindOf(left, a);
        if (kind != KindOf(right, b))
        {
            return false;
        }

        return kind switch
        {
            JsonKind.String => left.Text(a).SequenceEqual(right.Text(b)),
            JsonKind.Number => left.Number(a).Same(right.Number(b)),
            JsonKind.Array => SameItems(left, a, right, b, ref steps),
            JsonKind.Object => SameMembers(left, a, right, b, ref steps),
            _ => true,
        };
    }

    private static bool SameItems(JsonIndex left, int a, JsonIndex right, int b, ref int steps)
    {
        if (left.At(a).Length != right.At(b).Length)
        {
            return false;
        }

        var end = left.After(a);
        var (i, j) = (a + 1, b + 1);
        for (; i < end; i = left.After(i), j = right.After(j))
        {
            if (!Same(left, i, right, j, ref steps))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameMembers(JsonIndex left, int a, JsonIndex right, int b, ref int steps)
    {
        if (left.At(a).Length != right.At(b).Length)
        {
            return false;
        }

        // No name is there twice on either side, so that equal counts and every left member found is enough.
        var end = left.After(a);
        for (var name = a + 1; name < end; name = left.After(name + 1))
        {
            steps -= right.At(b).Length;
            var value = steps < 0 ? -1 : Members.Find(right, b, left.Text(name));
            if (value < 0 || !Same(left, name + 1, right, value, ref steps))
            {
                return false;
            }
        }

        return true;
    }

    private static JsonKind KindOf(JsonIndex json, int token)
    {
        var kind = json.At(token).Kind;
        return kind == JsonKind.Name ? JsonKind.String : kind;
    }
}
