using AiDesk.Agent.Approvals;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Approvals;

/// <summary>
/// What a decision's form is answered: the item again by a redirect, with what was done; or, where it could not be done, the item as it stands now, in words why
/// not, and with everything the person had written.
/// </summary>
internal static class FormAnswer
{
    /// <param name="request">The form.</param>
    /// <param name="entry">What it held.</param>
    /// <param name="decide">Does it, and answers the notice.</param>
    public static async Task<PageAnswer> OfAsync(PageRequest request, ApprovalEntry entry, Func<Task<string>> decide)
    {
        try
        {
            return PageAnswer.Redirect("/approvals/" + ApprovalPages.IdOf(request), await decide().ConfigureAwait(false));
        }
        catch (Exception fault) when (DeskErrors.Of(fault) is { } known && known.Reason is not (ErrorReason.NotFound or ErrorReason.Internal))
        {
            return await ApprovalPages.ShowAsync(request, await WithAsync(request, entry, known).ConfigureAwait(false), DeskErrors.HttpStatusOf(known.Reason)).ConfigureAwait(false);
        }
    }

    private static async Task<ApprovalEntry> WithAsync(PageRequest request, ApprovalEntry entry, DeskException fault)
    {
        var (frame, name) = (request.Frame, DeskErrors.NameOf(fault.Reason));
        var words = entry with { Problem = frame["fault." + name + ".title"], Help = frame[HelpKey(name)], Detail = Detail(request, fault), Redacted = fault.Metadata.GetValueOrDefault("redacted_text", "") };
        if (fault.Reason != ErrorReason.TextDenied || entry.Text is null)
        {
            return words;
        }

        var found = await request.Get<ApprovalReads>().FindAsync(request.Caller, ApprovalPages.IdOf(request), wholeThread: false, request.Aborted).ConfigureAwait(false);
        return words with { Changes = WordDiff.Between(found.Item.Run.Draft?.Original ?? "", entry.Text) };
    }

    /// <summary>One is on the item already: where the general words say "go back", there are others.</summary>
    private static string HelpKey(string name) => PageTexts.Has("approvals.fault." + name) ? "approvals.fault." + name : "fault." + name + ".help";

    private static string Detail(PageRequest request, DeskException fault) => fault.Reason switch
    {
        ErrorReason.TextDenied => fault.Metadata.TryGetValue("reason", out var reason) ? Shared.PolicyTexts.Reason(request.Frame, reason) : fault.Message,
        ErrorReason.FieldRequired or ErrorReason.FieldInvalid => request.Frame.Word("approvals.field.", fault.Metadata.GetValueOrDefault("field", "")) is { Length: > 0 } field ? field : fault.Message,
        _ => "",
    };
}
