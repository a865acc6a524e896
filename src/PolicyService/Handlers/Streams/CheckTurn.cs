namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>
/// What of a stream was there at one time. The thread that read it works it off; where it is much and processors are idle, other threads take groups of it too, or the stream's checks would have one processor
/// where calls have all.
/// </summary>
internal sealed class CheckTurn(StreamedChecks checks, AcceptedCheck[] accepted) : IThreadPoolWorkItem
{
    /// <summary>Most checks of a turn.</summary>
    public const int Most = 64;

    /// <summary>Checks that one thread takes at a time, and whose answers are written together.</summary>
    private const int Group = 8;

    private static readonly int MostHands = Math.Min(Environment.ProcessorCount, 4);

    private int _taken;

    public void WorkOff()
    {
        for (var hands = 1; hands < MostHands && accepted.Length > hands * Group; hands++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        Execute();
    }

    public void Execute()
    {
        while (true)
        {
            var begin = Interlocked.Add(ref _taken, Group) - Group;
            if (begin >= accepted.Length)
            {
                return;
            }

            checks.Evaluate(accepted.AsSpan(begin, Math.Min(Group, accepted.Length - begin)));
        }
    }
}
