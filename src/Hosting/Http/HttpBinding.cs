using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Hosting.Http;

/// <summary>A request message from an HTTP request: the body in protobuf's JSON form, then query and path by the names of fields. What no field has is an error.</summary>
internal static class HttpBinding
{
    private const int ChunkBytes = 16 * 1024;

    /// <summary>Throws <see cref="FieldFaultException"/> with the field's name, and what Kestrel throws for a body that does not come.</summary>
    /// <param name="type">The message.</param>
    /// <param name="http">The request.</param>
    /// <param name="limit">Longest body, bytes.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public static async Task<IMessage> ReadAsync(MessageDescriptor type, HttpContext http, int limit, CancellationToken cancellationToken)
    {
        var message = await BodyAsync(type, http.Request, limit, cancellationToken).ConfigureAwait(false);
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

    private static async Task<IMessage> BodyAsync(MessageDescriptor type, HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsGet(request.Method))
        {
            return type.Parser.ParseFrom([]);
        }

        CheckForm(request);
        using var bytes = new MemoryStream();
        await CopyAsync(request, bytes, limit, cancellationToken).ConfigureAwait(false);
        return bytes.Length == 0 ? type.Parser.ParseFrom([]) : Parse(type, bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    /// <summary>The form is said, and it is one that is read: a form that a browser could send by itself is not.</summary>
    private static void CheckForm(HttpRequest request)
    {
        if (request.ContentType is { } content && content.Split(';')[0].Trim() is var media && !media.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new FieldFaultException("Content-Type", "is not application/json") { Kind = FieldFaultKind.MediaType };
        }

        if (request.Headers.ContentEncoding is [{ } encoding, ..] && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new FieldFaultException("Content-Encoding", "is not read: send the body as it is") { Kind = FieldFaultKind.MediaType };
        }
    }

    private static async Task CopyAsync(HttpRequest request, MemoryStream bytes, int limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkBytes];
        var read = request.ContentLength > limit ? throw TooLarge(limit) : 0;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > limit)
            {
                throw TooLarge(limit);
            }
        }
    }

    private static IMessage Parse(MessageDescriptor type, ReadOnlyMemory<byte> body)
    {
        try
        {
            using (var json = JsonDocument.Parse(body))
            {
                JsonFields.Check(json.RootElement, type);
            }

            return JsonParser.Default.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body.Span), type);
        }
        catch (JsonException fault)
        {
            throw new FieldFaultException("body", string.Create(CultureInfo.InvariantCulture, $"is not JSON: what stands in line {fault.LineNumber + 1} at byte {fault.BytePositionInLine} cannot"));
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or InvalidJsonException or DecoderFallbackException or FormatException or OverflowException)
        {
            throw new FieldFaultException("body", $"is not the JSON of {type.Name}: {fault.Message.Split('\n', 2)[0].TrimEnd()}");
        }
    }

    private static FieldFaultException TooLarge(int limit) =>
        new("body", string.Create(CultureInfo.InvariantCulture, $"is longer than {limit} bytes")) { Kind = FieldFaultKind.TooLarge };

    /// <summary>Path parameters say which thing is meant: a body that names another is an error, not a choice.</summary>
    private static void Overwrite(IMessage message, string name, string value)
    {
        if (FieldText.Find(message.Descriptor, name).Accessor.GetValue(message) is string { Length: > 0 } given && given != value)
        {
            throw new FieldFaultException(name, "is not that of the path");
        }

        FieldText.Set(message, name, value);
    }
}
