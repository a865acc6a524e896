using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Knowledge;

/// <summary>What the agent may cite: sources, documents, passages, and a search that says why. Staff look, admins change.</summary>
internal static class KnowledgePages
{
    private const int PageSize = 50;
    private const int HitCount = 10;

    public static PageRoute[] Routes { get; } =
    [
        PageRoute.Get("/knowledge", PageRoute.Staff, ShowAsync),
        PageRoute.Get("/knowledge/{source_id}", PageRoute.Staff, request => SourcePages.ShowAsync(request, request.Route("source_id"))),
        PageRoute.Get("/knowledge/documents/{document_id}", PageRoute.Staff, DocumentAsync),
        PageRoute.Post("/knowledge/{source_id}/resync", SourcePages.Admins, SourcePages.ResyncAsync),
        PageRoute.Get("/knowledge/sources/new", SourcePages.Admins, request => Task.FromResult(NewSourcePages.Form(request, new NewSourceModel(new Source { Kind = SourceKind.Folder }, "3")))),
        PageRoute.Post("/knowledge/sources/new", SourcePages.Admins, NewSourcePages.AddAsync),
    ];

    private static async Task<PageAnswer> ShowAsync(PageRequest request)
    {
        var reads = request.Get<KnowledgeReads>();
        var query = request.Query("q").Trim();
        if (query.Length == 0)
        {
            var sources = await reads.ListSourcesAsync(request.Caller, new ListSourcesRequest(), request.Aborted).ConfigureAwait(false);
            return View(request, new KnowledgeModel(sources.Sources, "", []));
        }

        if (query.Length > KnowledgeSearch.QueryLimit)
        {
            return View(request, new KnowledgeModel([], query, [], "knowledge.queryLong"));
        }

        var found = await reads.SearchAsync(request.Caller, new SearchRequest { Query = query, Limit = HitCount }, request.Aborted).ConfigureAwait(false);
        return View(request, new KnowledgeModel([], query, found.Hits));
    }

    private static PageAnswer View(PageRequest request, KnowledgeModel model) => PageAnswer.View<KnowledgePage, KnowledgeModel>(request.Frame["nav.knowledge"], model);

    private static async Task<PageAnswer> DocumentAsync(PageRequest request)
    {
        var (document, sourceId, sourceName) = await request.Get<KnowledgePlaces>().DocumentAsync(request.Caller.Tenant, request.Route("document_id"), request.Aborted).ConfigureAwait(false);
        var asked = new ListChunksRequest { DocumentId = document.DocumentId, IncludeArchived = request.Query("archived") == "yes", PageSize = PageSize, PageToken = request.Query("page") };
        var passages = await request.Get<KnowledgeReads>().ListChunksAsync(request.Caller, asked, request.Aborted).ConfigureAwait(false);
        return PageAnswer.View<DocumentPage, DocumentModel>(
            document.Title, new DocumentModel(document, sourceId, sourceName, passages.Chunks, asked.IncludeArchived, passages.NextPageToken, asked.PageToken.Length > 0));
    }
}
