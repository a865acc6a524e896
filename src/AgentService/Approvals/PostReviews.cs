using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Policy.V1;
using ErrorReason = AiDesk.Agent.V1.ErrorReason;

namespace AiDesk.Agent.Approvals;

/// <summary>Closes what was done and was to be looked at. Policy hears of it first; a review that policy keeps no longer is closed all the same.</summary>
internal sealed class PostReviews(DeskDatabase database, PersonsWord words, DeskSignals signals, TimeProvider clock)
{
    /// <summary>
    /// Once. Throws <see cref="DeskException"/>: FIELD_*, ENUM_UNKNOWN, NOT_FOUND, ALREADY_DECIDED (closed otherwise), SELF_APPROVAL, ROLE_REQUIRED,
    /// DEPENDENCY_UNAVAILABLE.
    /// </summary>
    public async Task<CloseReviewResponse> CloseAsync(DeskCaller caller, CloseReviewRequest request, CancellationToken cancellationToken)
    {
        var approval = InputLimits.Id(request.ApprovalId, "approval_id");
        var finding = request.Finding switch
        {
            ReviewFinding.Fine => "fine",
            ReviewFinding.Problem => "problem",
            _ => throw InputLimits.UnknownEnum("finding"),
        };
        InputLimits.Optional(request.Note, "note", InputLimits.Note);
        if (request.Finding == ReviewFinding.Problem)
        {
            InputLimits.Text(request.Note, "note", InputLimits.Note);
        }

        var row = await ReadAsync(caller.Tenant, approval, cancellationToken).ConfigureAwait(false);
        if (row.Finding is null)
        {
            await TellPolicyAsync(caller, row.DecisionId, request, cancellationToken).ConfigureAwait(false);
            if (await TryCloseAsync(caller, approval, row, finding, request.Note, cancellationToken).ConfigureAwait(false))
            {
                return new CloseReviewResponse();
            }

            row = await ReadAsync(caller.Tenant, approval, cancellationToken).ConfigureAwait(false);
        }

        return row.Finding == finding
            ? new CloseReviewResponse { Replayed = true }
            : throw new DeskException(ErrorReason.AlreadyDecided, "the review was closed otherwise before") { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = row.Finding! } };
    }

    private async Task<Row> ReadAsync(string tenant, Guid approval, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        return await work.FirstAsync<Row>(
            """
            SELECT run_id AS RunId, conversation_id AS ConversationId, decision_id AS DecisionId, finding AS Finding
            FROM desk.approvals WHERE tenant_id = @tenant AND approval_id = @approval AND requires_post_review
            """,
            new { approval },
            cancellationToken).ConfigureAwait(false) ?? throw DeskException.NotFound();
    }

    private async Task TellPolicyAsync(DeskCaller caller, Guid decision, CloseReviewRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var word = request.Finding == ReviewFinding.Fine ? ApprovalDecision.Fine : ApprovalDecision.Problem;
            await words.SayAsync(caller.Tenant, caller.PersonId, caller.Roles, decision, word, request.Note, cancellationToken).ConfigureAwait(false);
        }
        catch (DeskException fault) when (fault.Reason == ErrorReason.ApprovalExpired)
        {
            // Policy has let it lapse; the desk's people still find out what they find out.
        }
    }

    private async Task<bool> TryCloseAsync(DeskCaller caller, Guid approval, Row row, string finding, string note, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var closed = await work.ExecuteAsync(
            """
            UPDATE desk.approvals SET finding = @finding, note = @note, decided_by = @PersonId, decided_at = @now
            WHERE tenant_id = @tenant AND approval_id = @approval AND requires_post_review AND finding IS NULL
            """,
            new { approval, finding, note, caller.PersonId, now = clock.Now() },
            cancellationToken).ConfigureAwait(false);
        if (closed == 0)
        {
            return false;
        }

        var detail = new Dictionary<string, object>(StringComparer.Ordinal) { ["kind"] = "post_review", ["finding"] = finding };
        await work.AddEventAsync(new EventEntry("approval", row.ConversationId, row.RunId, caller.PersonId) { Detail = detail }, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        signals.Raise(DeskSignal.Events);
        return true;
    }

    private sealed record Row
    {
        public Guid RunId { get; init; }

        public Guid ConversationId { get; init; }

        public Guid DecisionId { get; init; }

        public string? Finding { get; init; }
    }
}
