namespace AiDesk.SystemFaults.Promises;

/// <summary>What was found after a fault.</summary>
/// <param name="Sent">Runs that ended with one message.</param>
/// <param name="HandedOver">Runs that ended with a person, or with nothing to say.</param>
/// <param name="Lost">What was promised and is not there.</param>
/// <param name="Twice">What is there more than once.</param>
internal sealed record Outcome(int Sent, int HandedOver, int Lost, int Twice);
