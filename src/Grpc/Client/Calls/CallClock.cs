using Grpc.Core;

namespace Grpc.Net.Client.Calls;

/// <summary>A call's deadline and cancellation, from all who have a say: the caller, the server call it is part of, the channel.</summary>
internal sealed class CallClock
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _parent;
    private readonly CancellationToken _channel;
    private bool _disposed;

    public CallClock(in CallOptions options, CancellationToken channel)
    {
        _caller = options.CancellationToken;
        _parent = options.PropagationToken?.Cancellation ?? CancellationToken.None;
        _channel = channel;
        _source = _parent.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(_caller, _parent, channel)
            : CancellationTokenSource.CreateLinkedTokenSource(_caller, channel);
        Deadline = Earlier(Utc(options.Deadline), options.PropagationToken?.Deadline);
        if (Remaining is { } remaining)
        {
            if (remaining <= TimeSpan.Zero)
            {
                _source.Cancel();
            }
            else if (remaining < LongestTimer)
            {
                _source.CancelAfter(remaining);
            }
        }
    }

    public DateTime? Deadline { get; }

    public TimeSpan? Remaining => Deadline is { } deadline ? deadline - DateTime.UtcNow : null;

    public CancellationToken Token => _source.Token;

    /// <summary>Null while nothing has ended the call.</summary>
    public Status? Ended
        => !_source.IsCancellationRequested ? null
            : _caller.IsCancellationRequested ? new Status(StatusCode.Cancelled, "Call canceled by the client.")
            : _parent.IsCancellationRequested ? new Status(StatusCode.Cancelled, "The call that this call is part of was cancelled.")
            : _channel.IsCancellationRequested ? new Status(StatusCode.Cancelled, "The channel was disposed.")
            : _disposed ? new Status(StatusCode.Cancelled, "gRPC call disposed.")
            : new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    public void Cancel()
    {
        _disposed = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call has ended on another thread meanwhile.
        }
    }

    /// <summary>Calls back when the call must end, at once if it must already.</summary>
    public void OnEnded(Action<object?> callback, object state) => _source.Token.UnsafeRegister(callback, state);

    /// <summary>Lets go of the tokens it was linked to.</summary>
    public void Stop() => _source.Dispose();

    private static DateTime? Utc(DateTime? deadline)
        => deadline switch
        {
            null => null,
            { } max when max == DateTime.MaxValue => null,
            { } min when min == DateTime.MinValue => DateTime.SpecifyKind(min, DateTimeKind.Utc),
            { Kind: DateTimeKind.Utc } utc => utc,
            _ => throw new InvalidOperationException("Deadline must have a kind DateTimeKind.Utc or be equal to DateTime.MaxValue or DateTime.MinValue."),
        };

    private static DateTime? Earlier(DateTime? one, DateTime? other) => one is null ? other : other is null || one < other ? one : other;
}
