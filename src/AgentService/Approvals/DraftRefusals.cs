using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Approvals;

/// <summary>What a decision on a draft is answered that changed nothing: the first receipt, or why not.</summary>
internal static class DraftRefusals
{
    /// <summary>The receipt when it was decided so before; null when it may be tried. Throws <see cref="DeskException"/> when it may not.</summary>
    /// <param name="row">As it stands.</param>
    /// <param name="run">The run.</param>
    /// <param name="decision">approve or reject.</param>
    /// <param name="textHash">Of the text to be sent; null for a rejection.</param>
    /// <param name="seen">Hash and version that the person saw; a rejection names no version.</param>
    /// <param name="now">The time.</param>
    public static Receipt? Answer(DraftRow row, Guid run, string decision, string? textHash, (string Hash, long? Version) seen, DateTime now)
    {
        if (StoredReceipt.Parse(row.Receipt) is { } first)
        {
            return first.Decision == decision && (textHash is null || first.TextHash == textHash)
                ? first.ToWire(run, replayed: true)
                : throw Refused(ErrorReason.AlreadyDecided, row, "the draft was decided otherwise before");
        }

        return row switch
        {
            { DecidedHow: "expiry" } => throw Refused(ErrorReason.ApprovalExpired, row, "the draft waited too long"),
            { DecidedHow: "superseded" } => throw Refused(ErrorReason.DraftStale, row, "a newer message made the draft stale"),
            { DecidedHow: "policy" } => throw Refused(ErrorReason.AlreadyDecided, row, "policy let the draft go out"),
            { State: not "pending_approval" } or { Original: null } => throw Refused(ErrorReason.WrongState, row, "no draft of the run waits"),
            _ when row.ExpiresAt <= now => throw Refused(ErrorReason.ApprovalExpired, row, "the draft waited too long"),
            _ when row.Hash != seen.Hash || (seen.Version is { } version && version != row.Version) => throw Refused(ErrorReason.DraftStale, row, "the draft is not the one that was seen"),
            { IsStale: true } when decision == StoredReceipt.Approve => throw Refused(ErrorReason.DraftStale, row, "a newer message made the draft stale"),
            _ => null,
        };
    }

    private static DeskException Refused(ErrorReason reason, DraftRow row, string message) =>
        new(reason, message) { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = row.State } };
}
