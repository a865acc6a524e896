using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace AiDesk.Hosting.Http;

/// <summary>One value of JSON beside the field that it should be. Numbers may stand in quotes, as protobuf writes 64 bits.</summary>
internal static class JsonValues
{
    /// <summary>Throws for a value that the field cannot hold.</summary>
    public static void Check(JsonElement json, FieldDescriptor field, string path)
    {
        switch (field.FieldType)
        {
            case FieldType.String:
                CheckText(json, path, "a text");
                break;
            case FieldType.Bytes:
                CheckText(json, path, "base64 in a text");
                break;
            case FieldType.Bool when json.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                throw Wrong(path, json, "true or false");
            case FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32:
                CheckInteger(json, path, int.MinValue, int.MaxValue);
                break;
            case FieldType.UInt32 or FieldType.Fixed32:
                CheckInteger(json, path, 0, uint.MaxValue);
                break;
            case FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64:
                CheckInteger(json, path, long.MinValue, long.MaxValue);
                break;
            case FieldType.Enum:
                CheckEnum(json, field.EnumType, path);
                break;
            case FieldType.Double or FieldType.Float when json.ValueKind is not (JsonValueKind.Number or JsonValueKind.String):
                throw Wrong(path, json, "a number");
        }
    }

    /// <summary>Of free JSON: every text and name in it is text, and no name stands twice in an object.</summary>
    public static void CheckTexts(JsonElement json, string path)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                CheckText(json, path, "a text");
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    CheckTexts(item, path);
                }

                break;
            case JsonValueKind.Object:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var property in json.EnumerateObject())
                {
                    var here = $"{path}.{NameOf(property, path)}";
                    if (!seen.Add(property.Name))
                    {
                        throw new FieldFaultException(here, "stands there twice");
                    }

                    CheckTexts(property.Value, here);
                }

                break;
        }
    }

    public static string NameOf(JsonProperty property, string path)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw NotText(path.Length == 0 ? "body" : path);
        }
    }

    /// <summary>As an error names it, without its content.</summary>
    public static string Describe(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a switch",
    };

    private static void CheckText(JsonElement json, string path, string wanted)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            throw Wrong(path, json, wanted);
        }

        try
        {
            _ = json.GetString();
        }
        catch (InvalidOperationException)
        {
            // Bytes that are not UTF-8, or an escape that is half of a pair: what is judged would differ from what was sent.
            throw NotText(path);
        }
    }

    private static void CheckInteger(JsonElement json, string path, long least, long greatest)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.String => json.GetString()!,
            _ => throw Wrong(path, json, "a whole number"),
        };
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) || value != decimal.Truncate(value))
        {
            throw new FieldFaultException(path, "is not a whole number");
        }

        if (value < least || value > greatest)
        {
            throw new FieldFaultException(path, string.Create(CultureInfo.InvariantCulture, $"must be from {least} to {greatest}"));
        }
    }

    private static void CheckEnum(JsonElement json, EnumDescriptor type, string path)
    {
        if (json.ValueKind == JsonValueKind.Number)
        {
            CheckInteger(json, path, int.MinValue, int.MaxValue);
            return;
        }

        CheckText(json, path, $"one of {type.Name}");
        if (type.FindValueByName(json.GetString()) is null)
        {
            throw new FieldFaultException(path, $"is none of {string.Join(", ", type.Values.Skip(1).Select(value => value.Name))}") { Kind = FieldFaultKind.UnknownEnum };
        }
    }

    private static FieldFaultException NotText(string path) => new(path, "is not valid UTF-8") { Kind = FieldFaultKind.NotText };

    private static FieldFaultException Wrong(string path, JsonElement json, string wanted) => new(path, $"is {Describe(json)}; it must be {wanted}");
}
