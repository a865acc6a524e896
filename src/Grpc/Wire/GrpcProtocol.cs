namespace Grpc.Wire;

/// <summary>Names and numbers of gRPC over HTTP/2.</summary>
internal static class GrpcProtocol
{
    public const string ContentType = "application/grpc";
    public const string StatusHeader = "grpc-status";
    public const string MessageHeader = "grpc-message";
    public const string TimeoutHeader = "grpc-timeout";
    public const string EncodingHeader = "grpc-encoding";
    public const string AcceptEncodingHeader = "grpc-accept-encoding";
    public const string StatusDetailsHeader = "grpc-status-details-bin";
    public const string PreviousAttemptsHeader = "grpc-previous-rpc-attempts";
    public const string RetryPushbackHeader = "grpc-retry-pushback-ms";
    public const string Identity = "identity";

    /// <summary>4 MiB, in both directions, unless options say otherwise.</summary>
    public const int DefaultMaxMessageSize = 4 * 1024 * 1024;

    /// <summary>One byte of flags and four of length, before each message.</summary>
    public const int FrameHeaderSize = 5;

    /// <summary>RST_STREAM codes of RFC 9113, section 7.</summary>
    public const int Http2NoError = 0;
    public const int Http2InternalError = 2;
    public const int Http2RefusedStream = 7;
    public const int Http2Cancel = 8;
    public const int Http2EnhanceYourCalm = 11;
    public const int Http2InadequateSecurity = 12;

    /// <summary>Whether this is gRPC's content type, alone or with a message format or parameters (but not grpc-web).</summary>
    public static bool IsGrpc(string? contentType)
        => contentType is not null
            && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
            && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';');
}
