using System.Threading.Tasks.Sources;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>
/// A call that was sent. Its caller hears once: the reply, or that there is none in time. A call that was given up stays in its place until its reply
/// comes, since replies have no names but their order. Reused when both sides have done with it.
/// </summary>
internal sealed class PendingReply(Stack<PendingReply> spare) : IValueTaskSource<RespReply>
{
    private const int LeftQueue = 1;
    private const int Heard = 2;

    private ManualResetValueTaskSourceCore<RespReply> _core;
    private int _settled;
    private int _done;

    /// <summary><see cref="System.Diagnostics.Stopwatch"/> time at which the caller stops waiting.</summary>
    public long Due { get; private set; }

    public bool IsSettled => Volatile.Read(ref _settled) != 0;

    public ValueTask<RespReply> Task => new(this, _core.Version);

    public void Begin(long due) => Due = due;

    /// <summary>Nobody waits for this one: the reply to ASKING.</summary>
    public void BeginUnheard()
    {
        Due = long.MaxValue;
        _settled = 1;
        _done = Heard;
    }

    /// <summary>False when the caller has heard already.</summary>
    /// <param name="reply">What it hears.</param>
    /// <param name="inline">The caller goes on in this thread.</param>
    public bool Settle(in RespReply reply, bool inline)
    {
        if (Interlocked.Exchange(ref _settled, 1) != 0)
        {
            return false;
        }

        _core.RunContinuationsAsynchronously = !inline;
        _core.SetResult(reply);
        return true;
    }

    /// <summary>Its reply came, or never will. Not to be touched afterwards.</summary>
    public void Leave() => Done(LeftQueue);

    RespReply IValueTaskSource<RespReply>.GetResult(short token)
    {
        var reply = _core.GetResult(token);
        Done(Heard);
        return reply;
    }

    ValueTaskSourceStatus IValueTaskSource<RespReply>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<RespReply>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Done(int side)
    {
        if ((Interlocked.Or(ref _done, side) | side) != (LeftQueue | Heard))
        {
            return;
        }

        _core.Reset();
        _settled = 0;
        _done = 0;
        lock (spare)
        {
            if (spare.Count < 256)
            {
                spare.Push(this);
            }
        }
    }
}
