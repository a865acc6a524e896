using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Knowledge;

/// <summary>One source: how it stands, what is in it, and reading it again.</summary>
internal static class SourcePages
{
    public const PrincipalRoles Admins = PrincipalRoles.Admin;

    private const int PageSize = 50;

    /// <param name="request">Whose page.</param>
    /// <param name="id">Of the source.</param>
    /// <param name="problem">Why it was not read just now.</param>
    public static async Task<PageAnswer> ShowAsync(PageRequest request, string id, DeskException? problem = null)
    {
        var source = await request.Get<KnowledgePlaces>().SourceAsync(request.Caller.Tenant, id, request.Aborted).ConfigureAwait(false);
        var asked = new ListDocumentsRequest { SourceId = id, PageSize = PageSize, PageToken = request.Query("page") };
        var documents = await request.Get<KnowledgeReads>().ListDocumentsAsync(request.Caller, asked, request.Aborted).ConfigureAwait(false);
        var model = new SourceModel(source, documents.Documents, documents.NextPageToken, asked.PageToken.Length > 0);
        return problem is null
            ? PageAnswer.View<SourcePage, SourceModel>(source.Name, model)
            : PageAnswer.View<SourcePage, SourceModel>(source.Name, model with { Problem = KeyOf(problem), Detail = DetailOf(problem), AsksForForce = problem.Reason == ErrorReason.ResyncTooLarge }, StatusOf(problem));
    }

    /// <summary>Reading twice does nothing twice: what is there already is kept.</summary>
    public static async Task<PageAnswer> ResyncAsync(PageRequest request)
    {
        var id = request.Route("source_id");
        try
        {
            await request.Get<KnowledgeSync>().ResyncAsync(request.Caller, new ResyncSourceRequest { SourceId = id, Force = request.Form("force") == "yes" }, request.Aborted).ConfigureAwait(false);
        }
        catch (DeskException fault) when (fault.Reason is ErrorReason.ResyncTooLarge or ErrorReason.WrongState or ErrorReason.FieldInvalid or ErrorReason.DependencyUnavailable)
        {
            return await ShowAsync(request, id, fault).ConfigureAwait(false);
        }

        return PageAnswer.Redirect("/knowledge/" + Uri.EscapeDataString(id), "sourceRead");
    }

    private static string KeyOf(DeskException problem) => problem.Reason switch
    {
        ErrorReason.ResyncTooLarge => "knowledge.tooLarge",
        ErrorReason.WrongState => "knowledge.busy",
        _ => "knowledge.unreadable",
    };

    private static string DetailOf(DeskException problem) => problem.Reason is ErrorReason.FieldInvalid or ErrorReason.DependencyUnavailable ? problem.Message : "";

    private static int StatusOf(DeskException problem) => problem.Reason == ErrorReason.FieldInvalid ? StatusCodes.Status422UnprocessableEntity : DeskErrors.HttpStatusOf(problem.Reason);
}
