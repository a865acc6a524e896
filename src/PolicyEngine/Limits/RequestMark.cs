namespace AiDesk.Policy.Limits;

/// <summary>
/// Makes a retry answer what the first call answered: under the request id the store keeps this mark and the readings for ten minutes, and the pure engine
/// recomputes the same answer from them.
/// </summary>
/// <param name="Id">The caller's request id; empty for none.</param>
/// <param name="Fingerprint">Keyed hash of the RPC and its body: the same id with another one is refused.</param>
/// <param name="DecisionId">Id of the decision being made.</param>
/// <param name="EvaluatedAt">Clock of the decision, Unix milliseconds.</param>
/// <param name="PolicyVersion">Version of the policy that decides.</param>
public readonly record struct RequestMark(string Id, UInt128 Fingerprint, Guid DecisionId, long EvaluatedAt, string PolicyVersion)
{
    public static RequestMark None { get; } = new("", default, default, 0, "");

    public bool IsNone => string.IsNullOrEmpty(Id);
}
