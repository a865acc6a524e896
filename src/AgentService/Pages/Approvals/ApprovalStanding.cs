using AiDesk.Agent.Approvals;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Approvals;

/// <param name="Tone">good, warn, bad, info or quiet.</param>
/// <param name="Text">What happened, or what happens now.</param>
/// <param name="At">When; null where it is now.</param>
internal sealed record StandingLine(string Tone, string Text, DateTimeOffset? At = null);

/// <summary>Where a thing stands: who decided what and when, and what came of it. Nothing is undone: so it is said plainly what has been done.</summary>
internal static class ApprovalStanding
{
    public static IReadOnlyList<StandingLine> Of(PageFrame page, ApprovalItem found) => found.Item.Kind switch
    {
        ApprovalKind.PostReview => [Review(page, found)],
        ApprovalKind.FailedSend => [.. Failed(page, found)],
        _ when found.Waits => [Waiting(page, found)],
        _ => [Decided(page, found), .. Afterwards(page, found)],
    };

    private static StandingLine Waiting(PageFrame page, ApprovalItem found) => found.Item switch
    {
        { Kind: ApprovalKind.Draft, Run.Draft.Stale: true } => new("warn", page["approvals.state.stale"]),
        { ApprovalsMissing: > 0, ApprovedBy.Count: > 0 } item => new("warn", page["approvals.state.more", ApprovalWords.Names(page, found, item.ApprovedBy), item.ApprovalsMissing]),
        { ApprovalsMissing: > 1 } item => new("warn", page["approvals.state.several", item.ApprovalsMissing]),
        _ => new("warn", page["approvals.state.waits"]),
    };

    private static StandingLine Decided(PageFrame page, ApprovalItem found)
    {
        var (by, run) = (ApprovalWords.Name(page, found, found.DecidedBy), found.Item.Run);
        var isDraft = found.Item.Kind == ApprovalKind.Draft;
        return found switch
        {
            { State: "expired" } or { DecidedBy: "expiry" } => new("quiet", page["approvals.state.expired"], found.DecidedAt),
            { DecidedBy: "superseded" } => new("quiet", page["approvals.state.superseded"], found.DecidedAt),
            { State: "approved" } => new("good", page[isDraft && run.Draft is { Edited: true } ? "approvals.state.approvedEdited" : "approvals.state.approved", by], found.DecidedAt),
            _ when isDraft => new("bad", page["approvals.state.rejected", by, page["approvals.reason." + run.RejectReason]], found.DecidedAt),
            _ => new("bad", page["approvals.state.refused", by], found.DecidedAt),
        };
    }

    private static IEnumerable<StandingLine> Afterwards(PageFrame page, ApprovalItem found)
    {
        if (found.State != "approved")
        {
            return [];
        }

        return found.Item.Kind == ApprovalKind.Draft ? Sending(page, found) : [Calling(page, found.Item.ToolCall)];
    }

    /// <summary>What became of the one message of a run.</summary>
    private static IEnumerable<StandingLine> Sending(PageFrame page, ApprovalItem found)
    {
        yield return found.Send?.State switch
        {
            "sent" => new("good", page["approvals.state.sent"], found.Send.FinishedAt),
            "failed" => new("bad", page["approvals.state.notSent"]),
            "discarded" => new("quiet", page["approvals.state.givenUp"], found.Send.FinishedAt),
            _ => new("info", page["approvals.state.outbox"]),
        };
    }

    private static StandingLine Calling(PageFrame page, RunToolCall? call) => call?.State switch
    {
        "executed" => new("good", page["approvals.state.executed"], call.ExecuteTime?.ToDateTimeOffset()),
        "failed" => new("bad", page["approvals.state.callFailed"]),
        "blocked" or "refused" => new("bad", page["approvals.state.blocked"]),
        _ => new("info", page["approvals.state.executing"]),
    };

    private static StandingLine Review(PageFrame page, ApprovalItem found) => found.Finding switch
    {
        ReviewFinding.Fine => new("good", page["approvals.state.fine", ApprovalWords.Name(page, found, found.DecidedBy)], found.DecidedAt),
        ReviewFinding.Problem => new("bad", page["approvals.state.problem", ApprovalWords.Name(page, found, found.DecidedBy)], found.DecidedAt),
        _ => new("warn", page["approvals.state.toReview"]),
    };

    private static IEnumerable<StandingLine> Failed(PageFrame page, ApprovalItem found)
    {
        if (found.Waits)
        {
            yield return new("bad", page[found.Item.OutcomeUnknown ? "approvals.state.unknown" : "approvals.state.failed"], found.Send?.FinishedAt);
            yield break;
        }

        var by = ApprovalWords.Name(page, found, found.DecidedBy);
        if (found.State == "discarded")
        {
            yield return new("quiet", page["approvals.state.discarded", by], found.DecidedAt);
            yield break;
        }

        yield return new("good", page["approvals.state.retried", by], found.DecidedAt);
        foreach (var line in Sending(page, found))
        {
            yield return line;
        }
    }
}
