using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>
/// How long a stream may go on: until its token expires, until the caller has been silent for <see cref="MaxSilence"/>, and, when the service stops, for the time that a stream has to end in.
/// What ends it cancels <see cref="Token"/>; <see cref="Fault"/> says what it was.
/// </summary>
internal sealed class StreamLife : IDisposable
{
    /// <summary>Most time between two messages, and for the caller to take one of ours.</summary>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(60);

    /// <summary>Timers go no further; a token that lives longer is looked at with every message.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(24);

    private readonly CancellationTokenSource _source;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _expiry;
    private readonly ITimer _silence;
    private readonly ITimer _token;
    private readonly ITimer _ending;
    private readonly CancellationTokenRegistration _stopping;
    private int _end;

    public StreamLife(Principal principal, TimeProvider time, IHostApplicationLifetime lifetime, PolicyServiceOptions options, CancellationToken call)
    {
        _time = time;
        _expiry = principal.ExpiresAt + TokenTimes.ClockSkew;
        _source = CancellationTokenSource.CreateLinkedTokenSource(call);
        _silence = time.CreateTimer(_ => End(StreamEnd.Silence), null, MaxSilence, Timeout.InfiniteTimeSpan);
        var left = _expiry - time.GetUtcNow();
        _token = time.CreateTimer(_ => End(StreamEnd.Expired), null, left < TimeSpan.Zero ? TimeSpan.Zero : left < Furthest ? left : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _ending = time.CreateTimer(_ => End(StreamEnd.Stopping), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // Half of what calls in flight have, so that what has come is recorded before the end.
        var grace = options.Drain + (options.Shutdown / 4);
        _stopping = lifetime.ApplicationStopping.Register(() => _ending.Change(grace, Timeout.InfiniteTimeSpan));
    }

    private enum StreamEnd
    {
        None,
        Silence,
        Expired,
        Stopping,
        Broken,
    }

    public CancellationToken Token => _source.Token;

    /// <summary>What the stream ends with; null when it was the caller who ended it.</summary>
    public RpcException? Fault => (StreamEnd)Volatile.Read(ref _end) switch
    {
        StreamEnd.Silence => RpcErrors.Make(StatusCode.DeadlineExceeded, ErrorReason.StreamIdle, $"nothing came or was taken for {MaxSilence.TotalSeconds} seconds"),
        StreamEnd.Expired => RpcErrors.Unauthenticated(ErrorReason.TokenExpired, "the token has expired", "expired"),
        StreamEnd.Stopping => RpcErrors.Unavailable("the service stops: open the stream again"),
        _ => null,
    };

    /// <summary>A message is there: ends the stream when its token has expired meanwhile.</summary>
    public void Look()
    {
        if (_time.GetUtcNow() >= _expiry)
        {
            End(StreamEnd.Expired);
        }
    }

    /// <summary>Nothing more can be written: there is no use in reading on.</summary>
    public void Break() => End(StreamEnd.Broken);

    /// <summary>The caller is awaited from now on.</summary>
    public void Await()
    {
        Look();
        _silence.Change(MaxSilence, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The caller has done its part: what takes time now is ours.</summary>
    public void Work() => _silence.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _stopping.Dispose();
        _silence.Dispose();
        _token.Dispose();
        _ending.Dispose();
        _source.Dispose();
    }

    private void End(StreamEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, (int)end, (int)StreamEnd.None) == (int)StreamEnd.None)
        {
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The stream has ended meanwhile.
            }
        }
    }
}
