using Grpc.Core;
using Grpc.Text;
using Grpc.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.Server;

/// <content>Reads streams of requests.</content>
internal sealed partial class HttpServerCall
{
    /// <summary>
    /// Prepares for a stream: lifts Kestrel's limits on a body as a whole, which would end every long stream. The size of each message
    /// and the time that it may take stay limited.
    /// </summary>
    public void BeginStream()
    {
        _gate ??= new Lock();
        _batch = new BatchWriter(Http.Response.BodyWriter);
        if (Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (Http.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    /// <summary>The next request that has already arrived. False as <paramref name="ended"/> tells: none now, or none any more.</summary>
    public bool TryReadStream<T>(Marshaller<T> marshaller, TextCheck? text, out T? message, out bool ended)
        where T : class
    {
        ended = false;
        if (_frames.TryTake(out var frame) || (!_frames.IsCompleted && _frames.TryRead() && _frames.TryTake(out frame)))
        {
            message = Decode(marshaller, text, frame);
            _isMessageNew = true;
            return true;
        }

        message = null;
        if (_frames.IsCompleted)
        {
            _frames.CheckEnd();
            _frames.Release();
            ended = true;
        }

        return false;
    }

    /// <summary>Waits until more of the request stream has arrived.</summary>
    public async ValueTask WaitForRequestAsync(CancellationToken cancellationToken)
    {
        FlushBeforeWaiting();
        var result = await ReadMoreAsync(cancellationToken);
        _frames.Hold(result);
    }
}
