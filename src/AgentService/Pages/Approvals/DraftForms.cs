using System.Globalization;
using AiDesk.Agent.Approvals;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Approvals;

/// <summary>Forms on a draft: let it out as it is, edited, or not at all.</summary>
internal static class DraftForms
{
    public static Task<PageAnswer> ApproveAsync(PageRequest request) => FormAnswer.OfAsync(request, new ApprovalEntry(), () => LetOutAsync(request, null));

    public static async Task<PageAnswer> EditAsync(PageRequest request)
    {
        var wanted = request.Form("do") == "redacted" ? request.Form("redacted") : request.Form("text");
        var entry = new ApprovalEntry { Text = wanted, Open = "edit" };
        if (request.Form("do") == "approve")
        {
            return await FormAnswer.OfAsync(request, entry, () => LetOutAsync(request, wanted)).ConfigureAwait(false);
        }

        var original = (await request.Get<ApprovalReads>().FindAsync(request.Caller, ApprovalPages.IdOf(request), wholeThread: false, request.Aborted).ConfigureAwait(false)).Item.Run.Draft?.Original ?? "";
        return await ApprovalPages.ShowAsync(request, entry with { Changes = WordDiff.Between(original, wanted) }, StatusCodes.Status200OK).ConfigureAwait(false);
    }

    public static Task<PageAnswer> RejectAsync(PageRequest request)
    {
        var entry = new ApprovalEntry { Reason = request.Form("reason"), Note = request.Form("note"), Open = "reject" };
        return FormAnswer.OfAsync(request, entry, async () =>
        {
            var asked = new RejectRunRequest
            {
                RunId = request.Form("run"), DraftHash = request.Form("hash"), Note = entry.Note,
                Reason = Enum.TryParse<RejectReason>(entry.Reason, out var reason) && Enum.IsDefined(reason) ? reason : RejectReason.Unspecified,
            };
            var receipt = await request.Get<DraftApprovals>().RejectAsync(request.Caller, asked, request.Aborted).ConfigureAwait(false);
            return receipt.Replayed && receipt.DecidedBy != request.Caller.PersonId ? "approvalsSame" : "approvalsRejected";
        });
    }

    private static async Task<string> LetOutAsync(PageRequest request, string? text)
    {
        if (!long.TryParse(request.Form("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw DeskException.Invalid("version", "is no number");
        }

        var asked = new ApproveRunRequest { RunId = request.Form("run"), DraftHash = request.Form("hash"), ConversationVersion = version };
        if (text is not null)
        {
            asked.EditedText = text;
        }

        var receipt = await request.Get<DraftApprovals>().ApproveAsync(request.Caller, asked, request.Aborted).ConfigureAwait(false);
        return receipt.Replayed && receipt.DecidedBy != request.Caller.PersonId ? "approvalsSame" : "approvalsApproved";
    }
}
