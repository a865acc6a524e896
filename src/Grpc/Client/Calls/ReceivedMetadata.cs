using System.Globalization;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Calls;

/// <summary>Reads metadata and status from response headers and trailers.</summary>
internal static class ReceivedMetadata
{
    public static Metadata Of(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            var key = name.ToLowerInvariant();
            if (MetadataHeaders.IsReserved(key))
            {
                continue;
            }

            foreach (var value in values)
            {
                MetadataHeaders.AddReceived(metadata, key, value);
            }
        }

        return metadata;
    }

    /// <summary>Null when the headers hold no status.</summary>
    public static CallOutcome? StatusOf(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(GrpcProtocol.StatusHeader, out var values))
        {
            return null;
        }

        if (!int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return new CallOutcome(new Status(StatusCode.Unknown, $"The grpc-status '{values}' is no number.")) { HasResponse = true };
        }

        var detail = headers.NonValidated.TryGetValues(GrpcProtocol.MessageHeader, out var message)
            ? StatusMessage.Decode(message.ToString())
            : string.Empty;
        var status = Enum.IsDefined((StatusCode)code)
            ? new Status((StatusCode)code, detail)
            : new Status(StatusCode.Unknown, $"The grpc-status {code} is not known. {detail}");
        return new CallOutcome(status) { Trailers = Of(headers), HasResponse = true };
    }
}
