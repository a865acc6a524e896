using AiDesk.Agent.Approvals;
using AiDesk.Agent.Outbox;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Approvals;

/// <summary>Forms on held calls, reviews and messages that could not be sent.</summary>
internal static class OtherForms
{
    public static Task<PageAnswer> ResolveAsync(PageRequest request) => FormAnswer.OfAsync(request, Entry(request), async () =>
    {
        var asked = new ResolveToolCallRequest
        {
            ApprovalId = request.Route("approval_id"), Note = request.Form("note"),
            Resolution = request.Form("do") switch { "approve" => ToolCallResolution.Approve, "refuse" => ToolCallResolution.Refuse, _ => ToolCallResolution.Unspecified },
        };
        var answer = await request.Get<ToolCallApprovals>().ResolveAsync(request.Caller, asked, request.Aborted).ConfigureAwait(false);
        return answer.State switch
        {
            ToolCallApprovalState.Approved => "approvalsCallApproved",
            ToolCallApprovalState.Refused => "approvalsCallRefused",
            _ => "approvalsCallCounted",
        };
    });

    public static Task<PageAnswer> ReviewAsync(PageRequest request) => FormAnswer.OfAsync(request, Entry(request), async () =>
    {
        var asked = new CloseReviewRequest
        {
            ApprovalId = request.Route("approval_id"), Note = request.Form("note"),
            Finding = request.Form("do") switch { "fine" => ReviewFinding.Fine, "problem" => ReviewFinding.Problem, _ => ReviewFinding.Unspecified },
        };
        await request.Get<PostReviews>().CloseAsync(request.Caller, asked, request.Aborted).ConfigureAwait(false);
        return "approvalsReviewed";
    });

    public static Task<PageAnswer> SendAsync(PageRequest request) => FormAnswer.OfAsync(request, new ApprovalEntry(), async () =>
    {
        var (run, confirmed) = (request.Route("approval_id"), request.Form("confirm").Length > 0);
        if (request.Form("do") == "discard")
        {
            await request.Get<FailedSends>().DiscardAsync(request.Caller, new DiscardSendRequest { RunId = run, ConfirmUnknown = confirmed }, request.Aborted).ConfigureAwait(false);
            return "approvalsDiscarded";
        }

        await request.Get<FailedSends>().RetryAsync(request.Caller, new RetrySendRequest { RunId = run, ConfirmUnknown = confirmed }, request.Aborted).ConfigureAwait(false);
        return "approvalsRetried";
    });

    private static ApprovalEntry Entry(PageRequest request) => new() { Note = request.Form("note") };
}
