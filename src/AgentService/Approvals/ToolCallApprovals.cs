using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Policy.V1;
using ErrorReason = AiDesk.Agent.V1.ErrorReason;

namespace AiDesk.Agent.Approvals;

/// <summary>
/// A person's word on a held tool call. Policy counts the words and says when they are enough; the word, the step that tells the graph of it and the run's
/// going on are one transaction here. What is lost in between is asked again: policy repeats its answer.
/// </summary>
internal sealed class ToolCallApprovals(DeskDatabase database, PersonsWord words, ResolvedCalls resolved, DeskSignals signals, TimeProvider clock)
{
    /// <summary>
    /// Throws <see cref="DeskException"/>: FIELD_*, ENUM_UNKNOWN, NOT_FOUND, ALREADY_DECIDED, APPROVAL_EXPIRED, SELF_APPROVAL, ROLE_REQUIRED, WRONG_STATE
    /// (superseded), DEPENDENCY_UNAVAILABLE.
    /// </summary>
    public async Task<ResolveToolCallResponse> ResolveAsync(DeskCaller caller, ResolveToolCallRequest request, CancellationToken cancellationToken)
    {
        var approval = InputLimits.Id(request.ApprovalId, "approval_id");
        InputLimits.Optional(request.Note, "note", InputLimits.Note);
        var approves = request.Resolution switch
        {
            ToolCallResolution.Approve => true,
            ToolCallResolution.Refuse => false,
            _ => throw InputLimits.UnknownEnum("resolution"),
        };
        while (true)
        {
            var row = await ReadAsync(caller, approval, cancellationToken).ConfigureAwait(false);
            if (Earlier(row, approves) is { } first)
            {
                return first;
            }

            var word = approves ? ApprovalDecision.Approve : ApprovalDecision.Reject;
            var answer = await words.SayAsync(caller.Tenant, caller.PersonId, caller.Roles, row.DecisionId, word, request.Note, cancellationToken).ConfigureAwait(false);
            if (await TakeAsync(caller, row, approves, request.Note, answer, cancellationToken).ConfigureAwait(false) is { } taken)
            {
                return taken;
            }
        }
    }

    private async Task<HeldCallRow> ReadAsync(DeskCaller caller, Guid approval, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        return await HeldCallRow.ReadAsync(work, approval, caller.PersonId, cancellationToken).ConfigureAwait(false) ?? throw DeskException.NotFound();
    }

    /// <summary>The answer when it is resolved already; null while it waits.</summary>
    private static ResolveToolCallResponse? Earlier(HeldCallRow row, bool approves)
    {
        if (row.State == "pending_review")
        {
            return null;
        }

        var own = row.OwnVote == (approves ? "approve" : "refuse");
        return row.State switch
        {
            "approved" when own => new ResolveToolCallResponse { State = ToolCallApprovalState.Approved, Replayed = true },
            "rejected" when own => new ResolveToolCallResponse { State = ToolCallApprovalState.Refused, Replayed = true },
            "expired" => throw Refused(ErrorReason.ApprovalExpired, row, "it waited too long"),
            "rejected" when row.DecidedBy == Superseding.Outcome => throw Refused(ErrorReason.WrongState, row, "a newer message superseded it"),
            _ => throw Refused(ErrorReason.AlreadyDecided, row, "it was decided before"),
        };
    }

    /// <summary>Null when it was resolved meanwhile.</summary>
    private async Task<ResolveToolCallResponse?> TakeAsync(DeskCaller caller, HeldCallRow row, bool approves, string note, ResolveApprovalResponse answer, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ResolvedToolCall>(StringComparer.Ordinal);
        if (answer.State == ApprovalState.Approved)
        {
            known[row.CallId] = ResolvedCalls.Of(row.CallId, answer);
        }

        while (true)
        {
            IReadOnlyList<UnresolvedCall> missing;
            await using (var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false))
            {
                if (!await HoldAsync(work, row, cancellationToken).ConfigureAwait(false))
                {
                    return null;
                }

                var now = clock.Now();
                var added = await VoteAsync(work, caller, row, approves, note, answer, now, cancellationToken).ConfigureAwait(false);
                missing = await SettleAsync(work, caller, row, answer, known, now, cancellationToken).ConfigureAwait(false);
                if (missing.Count == 0)
                {
                    await work.CommitAsync(cancellationToken).ConfigureAwait(false);
                    signals.Raise(DeskSignal.Events);
                    signals.Raise(DeskSignal.Runs);
                    return new ResolveToolCallResponse { State = StateOf(answer.State), ApprovalsMissing = answer.State == ApprovalState.Pending ? answer.ApprovalsMissing : 0, Replayed = !added };
                }
            }

            foreach (var call in missing)
            {
                known[call.CallId] = await resolved.RenewAsync(caller.Tenant, call, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Both rows, the run first, as everybody takes them; false when it does not wait any more.</summary>
    private static async Task<bool> HoldAsync(TenantWork work, HeldCallRow row, CancellationToken cancellationToken)
    {
        await work.ExecuteAsync("SELECT FROM desk.runs WHERE tenant_id = @tenant AND run_id = @RunId FOR NO KEY UPDATE", new { row.RunId }, cancellationToken).ConfigureAwait(false);
        return await work.FirstAsync<bool>(
            """
            SELECT EXISTS (SELECT FROM desk.approvals a JOIN desk.runs r ON r.tenant_id = @tenant AND r.run_id = a.run_id
                           WHERE a.tenant_id = @tenant AND a.approval_id = @ApprovalId AND a.state = 'pending_review' AND r.run_state = 'pending_approval')
            """,
            new { row.ApprovalId },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>False when it was there before.</summary>
    private static async Task<bool> VoteAsync(
        TenantWork work, DeskCaller caller, HeldCallRow row, bool approves, string note, ResolveApprovalResponse answer, DateTime now, CancellationToken cancellationToken)
    {
        var added = await work.ExecuteAsync(
            """
            INSERT INTO desk.approval_votes (tenant_id, approval_id, person_id, vote, note, voted_at) VALUES (@tenant, @ApprovalId, @PersonId, @vote, @note, @now)
            ON CONFLICT (tenant_id, approval_id, person_id, vote) DO NOTHING
            """,
            new { row.ApprovalId, caller.PersonId, vote = approves ? "approve" : "refuse", note, now },
            cancellationToken).ConfigureAwait(false);
        if (answer.Decision is { } decision)
        {
            await work.AddDecisionAsync(row.RunId, PolicyNotes.Of(decision, "ResolveApproval", "approval", row.Tool), cancellationToken).ConfigureAwait(false);
        }

        if (added > 0)
        {
            var detail = new Dictionary<string, object>(StringComparer.Ordinal) { ["tool"] = row.Tool, ["vote"] = approves ? "approve" : "refuse", ["missing"] = answer.ApprovalsMissing };
            await work.AddEventAsync(new EventEntry("approval", row.ConversationId, row.RunId, caller.PersonId) { Detail = detail }, cancellationToken).ConfigureAwait(false);
        }

        return added > 0;
    }

    private static async Task<IReadOnlyList<UnresolvedCall>> SettleAsync(
        TenantWork work, DeskCaller caller, HeldCallRow row, ResolveApprovalResponse answer, Dictionary<string, ResolvedToolCall> known, DateTime now, CancellationToken cancellationToken)
    {
        if (answer.State is not (ApprovalState.Approved or ApprovalState.Rejected))
        {
            return [];
        }

        await work.ExecuteAsync(
            "UPDATE desk.approvals SET state = @state, decided_by = @PersonId, decided_at = @now WHERE tenant_id = @tenant AND approval_id = @ApprovalId",
            new { row.ApprovalId, caller.PersonId, state = answer.State == ApprovalState.Approved ? "approved" : "rejected", now },
            cancellationToken).ConfigureAwait(false);
        return await RunResumption.TryResumeAsync(work, row.RunId, row.ConversationId, known, caller.PersonId, now, cancellationToken).ConfigureAwait(false);
    }

    private static ToolCallApprovalState StateOf(ApprovalState state) => state switch
    {
        ApprovalState.Approved => ToolCallApprovalState.Approved,
        ApprovalState.Rejected => ToolCallApprovalState.Refused,
        _ => ToolCallApprovalState.Pending,
    };

    private static DeskException Refused(ErrorReason reason, HeldCallRow row, string message) =>
        new(reason, message) { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = row.State } };
}
