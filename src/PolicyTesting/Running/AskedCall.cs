using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Testing.Running;

/// <summary>What a question left behind for later steps.</summary>
/// <param name="DecisionId">Of the decision.</param>
/// <param name="Reservation">Null when nothing is held.</param>
/// <param name="Subject">What a tool call was about; empty for none.</param>
/// <param name="Facts">What the work, once done, is a fact of.</param>
internal sealed record AskedCall(Guid DecisionId, Reservation? Reservation, string Subject, IReadOnlyList<string> Facts);
