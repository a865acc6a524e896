using System.Globalization;
using System.Text;
using AiDesk.Agent.Tenants;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Web;

/// <summary>A request message from an HTTP request: the body in protobuf's JSON form, then query and path by the names of fields. What no field has is an error.</summary>
internal static class HttpBinding
{
    /// <summary>Longest body, in bytes; pushed documents need most.</summary>
    public const int BodyLimit = 6 * 1024 * 1024;

    /// <summary>Throws <see cref="DeskException"/>: FIELD_INVALID, with the field's name.</summary>
    public static async Task<IMessage> ReadAsync(MessageDescriptor type, HttpContext http, CancellationToken cancellationToken)
    {
        var message = await BodyAsync(type, http, cancellationToken).ConfigureAwait(false);
        foreach (var (name, values) in http.Request.Query)
        {
            foreach (var value in values)
            {
                FieldText.Set(message, name, value ?? "");
            }
        }

        foreach (var (name, value) in http.Request.RouteValues)
        {
            Overwrite(message, name, (string)value!);
        }

        return message;
    }

    private static async Task<IMessage> BodyAsync(MessageDescriptor type, HttpContext http, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return type.Parser.ParseFrom([]);
        }

        if (http.Request.ContentType is { } content && !content.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw DeskException.Invalid("Content-Type", "is not application/json");
        }

        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > BodyLimit)
            {
                throw DeskException.Invalid("body", string.Create(CultureInfo.InvariantCulture, $"is longer than {BodyLimit} bytes"));
            }
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
            return text.Length == 0 ? type.Parser.ParseFrom([]) : JsonParser.Default.Parse(text, type);
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or InvalidJsonException or DecoderFallbackException or FormatException or OverflowException)
        {
            throw DeskException.Invalid("body", $"is not the JSON of {type.Name}: {fault.Message.Split('\n', 2)[0].TrimEnd()}");
        }
    }

    /// <summary>Path parameters say which thing is meant: a body that names another is an error, not a choice.</summary>
    private static void Overwrite(IMessage message, string name, string value)
    {
        if (FieldText.Find(message.Descriptor, name).Accessor.GetValue(message) is string { Length: > 0 } given && given != value)
        {
            throw DeskException.Invalid(name, "is not that of the path");
        }

        FieldText.Set(message, name, value);
    }
}
