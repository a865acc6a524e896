using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Between <see cref="Metadata"/> and HTTP header lines.</summary>
internal static class MetadataHeaders
{
    /// <summary>Adds one received header line. Several binary values may have been joined by commas.</summary>
    public static void AddReceived(Metadata metadata, string name, string value)
    {
        if (!Metadata.Entry.IsBinaryKey(name))
        {
            metadata.Add(Metadata.Entry.Received(name, value));
            return;
        }

        foreach (var part in value.AsSpan().Split(','))
        {
            var bytes = BinaryHeader.Decode(value.AsSpan()[part].Trim())
                ?? throw new RpcException(new Status(StatusCode.Internal, $"The metadata '{name}' is not base64."));
            metadata.Add(Metadata.Entry.Received(name, bytes));
        }
    }

    /// <summary>The header line of an entry.</summary>
    public static string ValueOf(Metadata.Entry entry) => entry.IsBinary ? BinaryHeader.Encode(entry.Bytes) : entry.Value;

    /// <summary>Whether HTTP can carry the entry's value: visible ASCII, spaces and tabs.</summary>
    public static bool CanSend(Metadata.Entry entry)
        => entry.IsBinary || !entry.Value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>
    /// Whether the key belongs to the protocol and is never taken from, nor given to, an application.
    /// The details of a status are the application's: richer errors travel in them.
    /// </summary>
    public static bool IsReserved(string name)
        => name.Length == 0
            || name[0] == ':'
            || name is "content-type" or "content-encoding" or "content-length" or "te" or "host" or "connection" or "transfer-encoding"
            || (name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
                && name is not (GrpcProtocol.StatusDetailsHeader or GrpcProtocol.RetryPushbackHeader
                    or GrpcProtocol.PreviousAttemptsHeader or "grpc-trace-bin" or "grpc-tags-bin"));
}
