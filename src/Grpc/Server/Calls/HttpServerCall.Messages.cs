using System.Buffers;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Text;
using Grpc.Wire;

namespace Grpc.Server;

/// <content>Reads requests and writes responses.</content>
internal sealed partial class HttpServerCall
{
    private FrameBuffer _frames = new(http.Request.BodyReader, settings.MaxReceive);
    private ICompressionProvider? _requestEncoding;
    private ICompressionProvider? _responseEncoding;

    /// <summary>Settles the headers of both directions. Throws a status for headers that cannot be served.</summary>
    public void Begin()
    {
        var response = Http.Response;
        response.ContentType = GrpcProtocol.ContentType;
        StartDeadline();
        var headers = Http.Request.Headers;
        if (headers.GrpcEncoding.Count > 0 && !Settings.Encodings.TryGet(headers.GrpcEncoding.ToString(), out _requestEncoding))
        {
            response.Headers.GrpcAcceptEncoding = Settings.Encodings.Accepted;
            throw new RpcException(new Core.Status(
                StatusCode.Unimplemented, $"The grpc-encoding '{headers.GrpcEncoding}' is not supported; supported are {Settings.Encodings.Accepted}."));
        }

        if (Settings.ResponseProvider is { } provider && Accepts(headers.GrpcAcceptEncoding.ToString(), provider.EncodingName))
        {
            _responseEncoding = provider;
            response.Headers.GrpcEncoding = provider.EncodingName;
        }
    }

    /// <summary>Reads the one request of a unary or server streaming call, and that nothing follows it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> ReadSingleAsync<T>(Marshaller<T> marshaller, TextCheck? text)
        where T : class
    {
        Frame frame;
        if (!_frames.TryRead() || !_frames.TryTake(out frame))
        {
            do
            {
                if (_frames.IsCompleted)
                {
                    _frames.CheckEnd();
                    throw WireFault.NoMessage();
                }

                var result = await ReadMoreAsync(CancellationToken.None);
                _frames.Hold(result);
            }
            while (!_frames.TryTake(out frame));
        }

        var message = Decode(marshaller, text, frame);
        while (!_frames.HasPartialMessage && !_frames.IsCompleted)
        {
            var result = await ReadMoreAsync(CancellationToken.None);
            _frames.Hold(result);
        }

        if (_frames.HasPartialMessage)
        {
            throw WireFault.MoreThanOneMessage();
        }

        _frames.Release();
        return message;
    }

    private int WriteMessage<T>(Marshaller<T> marshaller, T message, WriteOptions? options)
    {
        IBufferWriter<byte> output = _batch is null ? Http.Response.BodyWriter : _batch;
        try
        {
            var size = _responseEncoding is null || (options?.Flags & WriteFlags.NoCompress) == WriteFlags.NoCompress
                ? PayloadWriting.Write(marshaller.ContextualSerializer, message, output, Settings.MaxSend)
                : MessageCompression.Write(
                    marshaller.ContextualSerializer, message, output, Settings.MaxSend, _responseEncoding, Settings.ResponseLevel);
            _hasWritten = true;
            return size;
        }
        catch (BrokenFrameException e)
        {
            // What is in the pipe can no longer be read as frames: not even a status may follow.
            Log.MethodFailed(Settings.Logger, MethodCore, e);
            _ended = true;
            Reset(GrpcProtocol.Http2InternalError);
            throw;
        }
    }

    private T Decode<T>(Marshaller<T> marshaller, TextCheck? text, in Frame frame)
    {
        if (!frame.IsCompressed)
        {
            text?.Check(frame.Payload);
            return PayloadReading.Read(marshaller.ContextualDeserializer, frame.Payload);
        }

        using var inflated = MessageCompression.Inflate(_requestEncoding, frame.Payload, Settings.MaxReceive);
        var payload = new ReadOnlySequence<byte>(inflated.Written);
        text?.Check(payload);
        return PayloadReading.Read(marshaller.ContextualDeserializer, payload);
    }

    private static bool Accepts(string accepted, string encoding)
    {
        foreach (var part in accepted.AsSpan().Split(','))
        {
            if (accepted.AsSpan()[part].Trim().SequenceEqual(encoding))
            {
                return true;
            }
        }

        return false;
    }
}
