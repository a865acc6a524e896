using AiDesk.Agent.Runs.Reading;
using AiDesk.Agent.Storage;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Approvals;

/// <summary>An approval by its id, or a message that failed by its run's, whether it waits or not.</summary>
internal sealed record ApprovalRow : PendingRow
{
    public string State { get; init; } = "";

    public bool IsReview { get; init; }

    public string? Finding { get; init; }

    public string? Note { get; init; }

    public string? DecidedBy { get; init; }

    public DateTime? DecidedAt { get; init; }

    /// <summary>Of a failed send: what the last retry or discard answered.</summary>
    public string? Receipt { get; init; }

    public bool Waits => IsReview ? Finding is null : State is "pending_review" or "failed";

    public static async Task<ApprovalRow?> ReadAsync(TenantWork work, Guid id, CancellationToken cancellationToken) =>
        await work.FirstAsync<ApprovalRow>(
            $"""
            SELECT {PendingSlice.ApprovalColumns}, a.state AS State, a.requires_post_review AS IsReview, a.finding AS Finding, a.note AS Note, a.decided_by AS DecidedBy, a.decided_at AS DecidedAt
            FROM desk.approvals a WHERE a.tenant_id = @tenant AND a.approval_id = @id
            """,
            new { id },
            cancellationToken).ConfigureAwait(false)
        ?? await work.FirstAsync<ApprovalRow>(
            $"""
            SELECT {PendingSlice.SendColumns}, o.state AS State, o.receipt::text AS Receipt
            FROM desk.outbox_messages o WHERE o.tenant_id = @tenant AND o.run_id = @id AND (o.state = 'failed' OR o.receipt IS NOT NULL)
            """,
            new { id },
            cancellationToken).ConfigureAwait(false);

    public (string By, DateTime? At) Decision()
    {
        if (State != "failed" && StoredReceipt.Parse(Receipt) is { } receipt)
        {
            return (receipt.DecidedBy, receipt.DecidedAt.ToUniversalTime());
        }

        return Waits ? ("", null) : (DecidedBy ?? "", DecidedAt);
    }

    public ReviewFinding FindingOnWire => Finding switch { "fine" => ReviewFinding.Fine, "problem" => ReviewFinding.Problem, _ => ReviewFinding.Unspecified };
}
