using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace AiDesk.Hosting.Http;

/// <summary>
/// Walks JSON beside the message that it should be, before it is parsed: protobuf's own parser does not say which field is wrong, and takes fields that stand there
/// twice and halves of surrogate pairs. Throws <see cref="FieldFaultException"/> with the path of the first field that is wrong.
/// </summary>
internal static class JsonFields
{
    public static void Check(JsonElement json, MessageDescriptor type) => CheckMessage(json, type, "");

    private static void CheckMessage(JsonElement json, MessageDescriptor type, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, json, $"an object: {type.Name}");
        }

        var seen = new HashSet<int>();
        var choices = new HashSet<OneofDescriptor>();
        foreach (var property in json.EnumerateObject())
        {
            var name = JsonValues.NameOf(property, path);
            var field = FieldText.TryFind(type, name) ?? throw new FieldFaultException(Join(path, name), $"is no field of {type.Name}");
            var here = Join(path, field.Name);
            if (!seen.Add(field.FieldNumber))
            {
                throw new FieldFaultException(here, "stands there twice");
            }

            if (property.Value.ValueKind == JsonValueKind.Null && field.FieldType != FieldType.Message)
            {
                continue;
            }

            if (field.RealContainingOneof is { } choice && !choices.Add(choice))
            {
                throw new FieldFaultException(here, $"cannot stand beside another of {choice.Name}");
            }

            CheckField(property.Value, field, here);
        }
    }

    private static void CheckField(JsonElement json, FieldDescriptor field, string path)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (field.IsMap)
        {
            CheckMap(json, field.MessageType.FindFieldByNumber(2), path);
        }
        else if (!field.IsRepeated)
        {
            CheckValue(json, field, path);
        }
        else if (json.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(path, json, "a list");
        }
        else
        {
            var index = 0;
            foreach (var item in json.EnumerateArray())
            {
                CheckValue(item, field, $"{path}[{index++}]");
            }
        }
    }

    /// <summary>Maps of ours have texts for keys.</summary>
    private static void CheckMap(JsonElement json, FieldDescriptor value, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, json, "an object");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            var here = Join(path, JsonValues.NameOf(property, path));
            if (!seen.Add(property.Name))
            {
                throw new FieldFaultException(here, "stands there twice");
            }

            CheckValue(property.Value, value, here);
        }
    }

    private static void CheckValue(JsonElement json, FieldDescriptor field, string path)
    {
        if (field.FieldType != FieldType.Message)
        {
            JsonValues.Check(json, field, path);
        }
        else if (field.MessageType.File.Package == "google.protobuf")
        {
            CheckWellKnown(json, field.MessageType, path);
        }
        else
        {
            CheckMessage(json, field.MessageType, path);
        }
    }

    /// <summary>Times, durations and free JSON have forms of their own, which protobuf's parser knows.</summary>
    private static void CheckWellKnown(JsonElement json, MessageDescriptor type, string path)
    {
        JsonValues.CheckTexts(json, path);
        try
        {
            JsonParser.Default.Parse(json.GetRawText(), type);
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or InvalidJsonException or FormatException or OverflowException)
        {
            throw Wrong(path, json, $"a {type.Name}");
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static FieldFaultException Wrong(string path, JsonElement json, string wanted) => new(path.Length == 0 ? "body" : path, $"is {JsonValues.Describe(json)}; it must be {wanted}");
}
