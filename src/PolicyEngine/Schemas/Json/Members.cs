namespace AiDesk.Policy.Schemas.Json;

/// <summary>The members of an object in a <see cref="JsonIndex"/>.</summary>
internal static class Members
{
    /// <summary>Fills a span, as long as the object has members, with their name tokens in document order.</summary>
    public static void Names(JsonIndex json, int opened, Span<int> names)
    {
        var name = opened + 1;
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = name;
            name = json.After(name + 1);
        }
    }

    /// <summary>The value of a member; -1 when the object has none of that name.</summary>
    public static int Find(JsonIndex json, int opened, ReadOnlySpan<byte> text)
    {
        var hash = (int)TextHash.Of(text);
        var end = json.At(opened).Link;
        for (var name = opened + 1; name < end; name = json.After(name + 1))
        {
            if (json.At(name).Link == hash && json.Text(name).SequenceEqual(text))
            {
                return name + 1;
            }
        }

        return -1;
    }
}
