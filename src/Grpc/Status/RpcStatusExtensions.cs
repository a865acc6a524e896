using Google.Protobuf;
using Grpc.Wire;

namespace Grpc.Core;

/// <summary>Reads the rich error of a call.</summary>
public static class RpcExceptionExtensions
{
    /// <summary>The <c>google.rpc.Status</c> of <c>grpc-status-details-bin</c>, or null when the error has none.</summary>
    public static Google.Rpc.Status? GetRpcStatus(this RpcException ex, bool ignoreParseError = false)
    {
        ArgumentNullException.ThrowIfNull(ex);
        return ex.Trailers.GetRpcStatus(ignoreParseError);
    }
}

/// <summary>Between a rich error and the metadata that carries it.</summary>
public static class MetadataExtensions
{
    /// <summary>The rich error in these trailers, or null. Throws on bytes that are none, unless told to ignore them.</summary>
    public static Google.Rpc.Status? GetRpcStatus(this Metadata metadata, bool ignoreParseError = false)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var entry = metadata.Get(GrpcProtocol.StatusDetailsHeader);
        if (entry is null)
        {
            return null;
        }

        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(entry.ValueBytes);
        }
        catch (InvalidProtocolBufferException) when (ignoreParseError)
        {
            return null;
        }
    }

    /// <summary>Adds the rich error in place of any that is there.</summary>
    public static void SetRpcStatus(this Metadata metadata, Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        while (metadata.Get(GrpcProtocol.StatusDetailsHeader) is { } previous)
        {
            metadata.Remove(previous);
        }

        metadata.Add(GrpcProtocol.StatusDetailsHeader, status.ToByteArray());
    }
}

/// <summary>Makes exceptions of rich errors.</summary>
public static class RpcStatusExtensions
{
    /// <summary>An exception that ends a call with this code, message and details.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.ToRpcException((StatusCode)status.Code, status.Message);
    }

    /// <summary>The same with another code and message outside of the details.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status, StatusCode statusCode, string message)
    {
        ArgumentNullException.ThrowIfNull(status);
        var trailers = new Metadata();
        trailers.SetRpcStatus(status);
        return new RpcException(new Status(statusCode, message), trailers);
    }
}
