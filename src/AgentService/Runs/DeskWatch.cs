namespace AiDesk.Agent.Runs;

/// <summary>A stream of events that was let in: whose, from where on, and its place among those that may be open.</summary>
/// <param name="Conversation">Only this one's; null for all of the desk.</param>
/// <param name="Place">The last event that was seen.</param>
/// <param name="Seat">Given back when the stream ends.</param>
internal sealed record DeskWatch(Guid? Conversation, (long Xact, long Id) Place, IDisposable Seat) : IDisposable
{
    public void Dispose() => Seat.Dispose();
}
