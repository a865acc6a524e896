using AiDesk.Agent.V1;
using Grpc.Core;

namespace AiDesk.Agent.Grpc;

/// <summary>aidesk.agent.v1.KnowledgeService: what each call does stands in <see cref="Web.DeskOperations"/>.</summary>
internal sealed class KnowledgeGrpcService(OperationCalls calls) : KnowledgeService.KnowledgeServiceBase
{
    public override Task<PutSourceResponse> PutSource(PutSourceRequest request, ServerCallContext context) => calls.AnswerAsync<PutSourceResponse>(request, context);

    public override Task<ResyncSourceResponse> ResyncSource(ResyncSourceRequest request, ServerCallContext context) => calls.AnswerAsync<ResyncSourceResponse>(request, context);

    public override Task<ListSourcesResponse> ListSources(ListSourcesRequest request, ServerCallContext context) => calls.AnswerAsync<ListSourcesResponse>(request, context);

    public override Task<ListDocumentsResponse> ListDocuments(ListDocumentsRequest request, ServerCallContext context) => calls.AnswerAsync<ListDocumentsResponse>(request, context);

    public override Task<ListChunksResponse> ListChunks(ListChunksRequest request, ServerCallContext context) => calls.AnswerAsync<ListChunksResponse>(request, context);

    public override Task<SearchResponse> Search(SearchRequest request, ServerCallContext context) => calls.AnswerAsync<SearchResponse>(request, context);
}
