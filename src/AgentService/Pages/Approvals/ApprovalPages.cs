using AiDesk.Agent.Approvals;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Runs.Reading;
using AiDesk.Agent.Tenants;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Approvals;

/// <summary>What waits for people: the queue by its parts, and each thing in it with what is needed to decide.</summary>
internal static class ApprovalPages
{
    private const string Item = "/approvals/{approval_id}";

    public static PageRoute[] Routes { get; } =
    [
        PageRoute.Get("/approvals", PageRoute.Staff, QueueAsync),
        PageRoute.Get(Item, PageRoute.Staff, ItemAsync),
        PageRoute.Post(Item + "/presence", PageRoute.Staff, PresentAsync),
        PageRoute.Post(Item + "/approve", PageRoute.Deciders, DraftForms.ApproveAsync),
        PageRoute.Post(Item + "/edit", PageRoute.Deciders, DraftForms.EditAsync),
        PageRoute.Post(Item + "/reject", PageRoute.Deciders, DraftForms.RejectAsync),
        PageRoute.Post(Item + "/resolve", PageRoute.Deciders, OtherForms.ResolveAsync),
        PageRoute.Post(Item + "/review", PageRoute.Deciders, OtherForms.ReviewAsync),
        PageRoute.Post(Item + "/send", PageRoute.Deciders, OtherForms.SendAsync),

        // A form's answer stands at the form's address: who asks for that again, by hand or for what changed, is shown the item.
        .. new[] { "presence", "approve", "edit", "reject", "resolve", "review", "send" }.Select(form => PageRoute.Get($"{Item}/{form}", PageRoute.Staff, BackAsync)),
    ];

    /// <summary>Throws NOT_FOUND for what is no id.</summary>
    public static Guid IdOf(PageRequest request) => Guid.TryParseExact(request.Route("approval_id"), "D", out var id) ? id : throw DeskException.NotFound();

    /// <summary>The item as it stands now, with what the person has entered.</summary>
    public static async Task<PageAnswer> ShowAsync(PageRequest request, ApprovalEntry entry, int status)
    {
        var id = IdOf(request);
        var isWhole = request.Query("thread") == "all";
        var found = await request.Get<ApprovalReads>().FindAsync(request.Caller, id, isWhole, request.Aborted).ConfigureAwait(false);
        var viewers = await request.Get<ApprovalViewers>().LookAsync(request.Caller, id, request.Aborted).ConfigureAwait(false);
        return PageAnswer.View<ApprovalPage, ApprovalModel>(ApprovalWords.Title(request.Frame, found), new ApprovalModel(found, viewers, entry) { IsWhole = isWhole }, status);
    }

    private static async Task<PageAnswer> QueueAsync(PageRequest request)
    {
        var part = Enum.TryParse<QueuePart>(request.Query("tab"), ignoreCase: true, out var asked) && Enum.IsDefined(asked) ? asked : QueuePart.Drafts;
        var token = request.Query("page");
        var page = await request.Get<ApprovalReads>().QueueAsync(request.Caller, part, token, request.Aborted).ConfigureAwait(false);
        return PageAnswer.View<QueuePage, QueueModel>(request.Frame["nav.approvals"], new QueueModel(part, page.Counts, ApprovalReads.CountLimit, page.Items, page.Next, token.Length > 0));
    }

    private static Task<PageAnswer> ItemAsync(PageRequest request) => ShowAsync(request, new ApprovalEntry(), StatusCodes.Status200OK);

    private static Task<PageAnswer> BackAsync(PageRequest request) => Task.FromResult(PageAnswer.Redirect("/approvals/" + IdOf(request)));

    /// <summary>204 while the page shows who looks; 205 when it is to be looked at again.</summary>
    private static async Task<PageAnswer> PresentAsync(PageRequest request)
    {
        var viewers = await request.Get<ApprovalViewers>().LookAsync(request.Caller, IdOf(request), request.Aborted).ConfigureAwait(false);
        return PageAnswer.Empty(ApprovalWords.Seen(viewers) == request.Form("seen") ? StatusCodes.Status204NoContent : StatusCodes.Status205ResetContent);
    }
}
