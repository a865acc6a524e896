using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Replay;

/// <summary>A reading of a past decision, with what it was of.</summary>
internal sealed record CapturedReading(string Kind, string Name, string Descriptor, string Rule, string Window, CounterReading Reading);

/// <summary>A past decision as it can be made anew.</summary>
/// <param name="Check">The question, at its own clock.</param>
/// <param name="Readings">What the counters said, in the order in which they were asked.</param>
/// <param name="Values">Which sets each value of it was in; empty without values.</param>
internal sealed record CapturedDecision(CapturedCheck Check, IReadOnlyList<CapturedReading> Readings, byte[] Values);
