using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.Net.Client.Calls;

/// <summary>One call of a client from its first attempt to its status.</summary>
internal sealed partial class ClientCall<TRequest, TResponse> : CallState
    where TRequest : class
    where TResponse : class
{
    private readonly GrpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private readonly CallOptions _options;
    private readonly CallClock _clock;
    private readonly ICompressionProvider? _requestEncoding;
    private readonly Lock _gate = new();
    private Task<HttpResponseMessage?> _opened = null!;
    private RequestSource _requests = null!;
    private CallOutcome? _outcome;

    public ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        _channel = channel;
        _method = method;
        _host = host;
        _options = options;
        var encoding = options.Headers?.GetValue(Metadata.CompressionRequestAlgorithmMetadataKey);
        if (!channel.Encodings.TryGet(encoding, out _requestEncoding))
        {
            throw new InvalidOperationException($"The channel has no compression provider for '{encoding}'.");
        }

        _clock = new CallClock(options, channel.Disposal);
    }

    public CallOutcome? Outcome => Volatile.Read(ref _outcome);

    /// <summary>Sends the one request; the task is the response.</summary>
    public Task<TResponse> StartUnary(TRequest request)
    {
        Open(request);
        return ReceiveSingleAsync();
    }

    public void StartServerStreaming(TRequest request) => Open(request);

    public RequestWriter<TRequest> StartStreaming()
    {
        var pipe = new RequestPipe(_channel.Retries.Retain(_method));
        _requests = pipe;
        _opened = OpenAsync();
        return new RequestWriter<TRequest>(
            pipe,
            (message, output, options) => Serialize(message, output, options),
            () => Outcome,
            _options.WriteOptions,
            _channel.Options.ThrowOperationCanceledOnCancellation);
    }

    protected override async Task<Metadata> ResponseHeadersAsync()
    {
        var response = await _opened.ConfigureAwait(false);
        if (response is not null)
        {
            return ReceivedMetadata.Of(response.Headers);
        }

        return Outcome is { HasResponse: true } ? [] : throw Failure();
    }

    protected override Status GetStatus()
        => Outcome?.Status ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    protected override Metadata GetTrailers()
        => Outcome?.Trailers ?? throw new InvalidOperationException("Can't get the call trailers because the call has not completed successfully.");

    protected override void Cancel()
    {
        if (Outcome is null)
        {
            _clock.Cancel();
            OnClock();
        }
    }

    /// <summary>The time is over, or somebody cancelled. A response that nobody is reading has to be given up from here.</summary>
    private void OnClock()
    {
        if (_clock.Ended is { } ended)
        {
            Finish(new CallOutcome(ended));
            Volatile.Read(ref _response)?.Dispose();
        }
    }

    private void Open(TRequest request)
    {
        var buffer = new PooledBuffer();
        _requests = new SingleRequest(buffer);
        try
        {
            Serialize(request, buffer, _options.WriteOptions);
        }
        catch (Exception e)
        {
            Finish(CallOutcome.Of(e, _clock));
            _opened = Task.FromResult<HttpResponseMessage?>(null);
            return;
        }

        _opened = OpenAsync();
    }

    private void Serialize(TRequest request, System.Buffers.IBufferWriter<byte> output, WriteOptions? options)
    {
        var serializer = _method.RequestMarshaller.ContextualSerializer;
        var limit = _channel.Options.MaxSendMessageSize;
        if (_requestEncoding is null || (options?.Flags & WriteFlags.NoCompress) == WriteFlags.NoCompress)
        {
            PayloadWriting.Write(serializer, request, output, limit);
        }
        else
        {
            MessageCompression.Write(serializer, request, output, limit, _requestEncoding, level: null);
        }
    }

    /// <summary>Ends the call unless it has ended. True for the one that ended it.</summary>
    private bool Finish(CallOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref _outcome, outcome, null) is not null)
        {
            return false;
        }

        _requests.Stop(outcome);
        return true;
    }

    /// <summary>What a call that ended without success throws.</summary>
    private Exception Failure() => Outcome!.ToException(_channel.Options.ThrowOperationCanceledOnCancellation);
}
