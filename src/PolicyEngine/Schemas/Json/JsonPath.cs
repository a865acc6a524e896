using System.Text;

namespace AiDesk.Policy.Schemas.Json;

/// <summary>The JSON pointer of a token, made only when there is a fault to tell: nobody keeps a path while all is well.</summary>
internal static class JsonPath
{
    /// <summary>Most characters of a pointer; names are the caller's, and a fault is not to repeat a long text.</summary>
    public const int Limit = 256;

    public static string Of(JsonIndex json, int token)
    {
        var path = new StringBuilder();
        var at = 0;
        while (at != token && path.Length < Limit)
        {
            at = json.At(at).Kind == JsonKind.Object ? IntoObject(json, at, token, path) : IntoArray(json, at, token, path);
        }

        return Cut(path);
    }

    /// <summary>The pointer of a member that an object does not have.</summary>
    public static string Of(JsonIndex json, int token, ReadOnlySpan<byte> missing)
    {
        var path = new StringBuilder(Of(json, token)).Append('/');
        AppendName(path, missing);
        return Cut(path);
    }

    private static int IntoObject(JsonIndex json, int opened, int token, StringBuilder path)
    {
        var name = opened + 1;
        while (token > name && token >= json.After(name + 1))
        {
            name = json.After(name + 1);
        }

        path.Append('/');
        AppendName(path, json.Text(name));
        return token == name ? token : name + 1;
    }

    private static int IntoArray(JsonIndex json, int opened, int token, StringBuilder path)
    {
        var item = opened + 1;
        var position = 0;
        while (token >= json.After(item))
        {
            item = json.After(item);
            position++;
        }

        path.Append('/').Append(position);
        return item;
    }

    private static void AppendName(StringBuilder path, ReadOnlySpan<byte> name)
    {
        var start = path.Length;
        path.Append(Encoding.UTF8.GetString(name[..Math.Min(name.Length, Limit * 4)]));
        path.Replace("~", "~0", start, path.Length - start).Replace("/", "~1", start, path.Length - start);
    }

    private static string Cut(StringBuilder path)
    {
        if (path.Length > Limit)
        {
            path.Length = char.IsHighSurrogate(path[Limit - 1]) ? Limit - 1 : Limit;
        }

        return path.ToString();
    }
}
