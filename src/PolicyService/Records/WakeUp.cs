using System.Threading.Channels;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// Wakes the writer when it sleeps, and costs nothing when it does not: whoever has recorded something looks at one flag. The writer arms it, looks once more
/// whether something is there, and only then sleeps.
/// </summary>
internal sealed class WakeUp
{
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private int _armed;

    public void Arm() => Interlocked.Exchange(ref _armed, 1);

    /// <summary>After something was recorded.</summary>
    public void Call()
    {
        // What was recorded is seen by others before the flag is read.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _armed) == 1 && Interlocked.Exchange(ref _armed, 0) == 1)
        {
            _calls.Writer.TryWrite(true);
        }
    }

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _calls.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}
