using System.Collections;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace AiDesk.Hosting.Http;

/// <summary>Fields of messages from the texts of paths and queries.</summary>
internal static class FieldText
{
    /// <summary>By its name in the proto, or as JSON writes it; null for a name that no field has.</summary>
    public static FieldDescriptor? TryFind(MessageDescriptor type, string name) =>
        type.Fields.InDeclarationOrder().FirstOrDefault(field => field.Name == name || field.JsonName == name);

    /// <summary>The same. Throws <see cref="FieldFaultException"/> for a name that no field has.</summary>
    public static FieldDescriptor Find(MessageDescriptor type, string name) => TryFind(type, name) ?? throw new FieldFaultException(name, $"is no parameter of {type.Name}");

    /// <summary>Sets the field, or adds to it when it is repeated. Throws <see cref="FieldFaultException"/>.</summary>
    public static void Set(IMessage message, string name, string text)
    {
        var field = Find(message.Descriptor, name);
        var value = Convert(field, text) ?? throw new FieldFaultException(name, $"cannot be '{text}'");
        if (field.IsRepeated)
        {
            ((IList)field.Accessor.GetValue(message)).Add(value);
        }
        else
        {
            field.Accessor.SetValue(message, value);
        }
    }

    private static object? Convert(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.String => text,
        FieldType.Bool => text switch { "true" => true, "false" => false, _ => null },
        FieldType.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        FieldType.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        FieldType.Enum => field.EnumType.FindValueByName(text) is { } value ? System.Enum.ToObject(field.EnumType.ClrType, value.Number) : null,
        FieldType.Message when field.MessageType == Timestamp.Descriptor =>
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Timestamp.FromDateTimeOffset(time) : null,
        _ => null,
    };
}
