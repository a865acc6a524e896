namespace AiDesk.Bench.Capacity.Wire;

/// <summary>A call that was made. Times in ticks of the stopwatch.</summary>
/// <param name="Intended">When it was to be made.</param>
/// <param name="Made">When it was.</param>
/// <param name="WasAnswered">There was a message in the answer: the service did not refuse it.</param>
internal readonly record struct PendingCall(long Intended, long Made, bool WasAnswered);
