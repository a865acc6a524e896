using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Knowledge;

/// <param name="Sources">By name.</param>
/// <param name="Query">What is looked for; empty for nothing.</param>
/// <param name="Hits">Best first.</param>
/// <param name="Problem">Key of the text that says why it cannot be looked for; empty when it can.</param>
public sealed record KnowledgeModel(IReadOnlyList<Source> Sources, string Query, IReadOnlyList<SearchHit> Hits, string Problem = "");

/// <param name="Source">With its last resync.</param>
/// <param name="Documents">By path.</param>
/// <param name="Next">Token of the next page; may be empty.</param>
/// <param name="IsLater">Not the first page.</param>
/// <param name="Problem">Key of the text that says why it was not read just now; empty when it was, or was not asked for.</param>
/// <param name="Detail">The developer's sentence on it; may be empty.</param>
/// <param name="AsksForForce">More than half would go: it is done only when somebody says so.</param>
public sealed record SourceModel(Source Source, IReadOnlyList<Document> Documents, string Next, bool IsLater, string Problem = "", string Detail = "", bool AsksForForce = false);

/// <param name="Document">The document.</param>
/// <param name="SourceId">Of its source.</param>
/// <param name="SourceName">For people.</param>
/// <param name="Passages">In order.</param>
/// <param name="WithArchived">Those that are no longer in it too.</param>
/// <param name="Next">Token of the next page; may be empty.</param>
/// <param name="IsLater">Not the first page.</param>
public sealed record DocumentModel(Document Document, string SourceId, string SourceName, IReadOnlyList<Chunk> Passages, bool WithArchived, string Next, bool IsLater);

/// <param name="Source">As it was written into the form.</param>
/// <param name="Keep">Versions to keep, as it was written.</param>
/// <param name="Field">Which field is wrong, as "name"; empty when none is.</param>
/// <param name="Detail">The developer's sentence on it.</param>
public sealed record NewSourceModel(Source Source, string Keep, string Field = "", string Detail = "");
