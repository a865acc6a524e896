using System.Collections.Frozen;
using AiDesk.Agent.Approvals;
using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Metrics;
using AiDesk.Agent.Outbox;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Agent.Web;

/// <summary>Every call of the desk that answers once. What is not here is closed on both listeners; <c>WatchEvents</c> is a stream and stands beside.</summary>
internal static class DeskOperations
{
    private const PrincipalRoles Staff = PrincipalRoles.Agent | PrincipalRoles.Approver | PrincipalRoles.Admin;
    private const PrincipalRoles Everybody = Staff | PrincipalRoles.Customer;
    private const PrincipalRoles Deciders = PrincipalRoles.Approver | PrincipalRoles.Admin;

    public const string WatchEvents = "/aidesk.agent.v1.AgentService/WatchEvents";

    public static IReadOnlyList<DeskOperation> All { get; } =
    [
        Agent<PostMessageRequest, PostMessageResponse>(Everybody, "POST", "/api/messages", (services, request, caller, ct) => services.GetRequiredService<MessagePosting>().PostAsync(caller, request, ct)),
        Agent<GetConversationRequest, GetConversationResponse>(Everybody, "GET", "/api/conversations/{conversation_id}", (services, request, caller, ct) => Reads(services).GetConversationAsync(caller, request, ct)),
        Agent<ListConversationsRequest, ListConversationsResponse>(Everybody, "GET", "/api/conversations", (services, request, caller, ct) => Reads(services).ListConversationsAsync(caller, request, ct)),
        Agent<GetRunRequest, GetRunResponse>(Staff, "GET", "/api/runs/{run_id}", (services, request, caller, ct) => Reads(services).GetRunAsync(caller, request, ct)),
        Agent<ListRunsRequest, ListRunsResponse>(Staff, "GET", "/api/runs", (services, request, caller, ct) => Reads(services).ListRunsAsync(caller, request, ct)),
        Agent<ListPendingRequest, ListPendingResponse>(Staff, "GET", "/api/pending", (services, request, caller, ct) => Reads(services).ListPendingAsync(caller, request, ct)),
        Agent<ApproveRunRequest, ApproveRunResponse>(Deciders, "POST", "/api/runs/{run_id}/approve", async (services, request, caller, ct) => new() { Receipt = await services.GetRequiredService<DraftApprovals>().ApproveAsync(caller, request, ct).ConfigureAwait(false) }),
        Agent<RejectRunRequest, RejectRunResponse>(Deciders, "POST", "/api/runs/{run_id}/reject", async (services, request, caller, ct) => new() { Receipt = await services.GetRequiredService<DraftApprovals>().RejectAsync(caller, request, ct).ConfigureAwait(false) }),
        Agent<RetrySendRequest, RetrySendResponse>(Deciders, "POST", "/api/runs/{run_id}/retry", async (services, request, caller, ct) => new() { Receipt = await services.GetRequiredService<FailedSends>().RetryAsync(caller, request, ct).ConfigureAwait(false) }),
        Agent<DiscardSendRequest, DiscardSendResponse>(Deciders, "POST", "/api/runs/{run_id}/discard", async (services, request, caller, ct) => new() { Receipt = await services.GetRequiredService<FailedSends>().DiscardAsync(caller, request, ct).ConfigureAwait(false) }),
        Agent<ResolveToolCallRequest, ResolveToolCallResponse>(Deciders, "POST", "/api/approvals/{approval_id}/resolve", (services, request, caller, ct) => services.GetRequiredService<ToolCallApprovals>().ResolveAsync(caller, request, ct)),
        Agent<CloseReviewRequest, CloseReviewResponse>(Deciders, "POST", "/api/approvals/{approval_id}/close", (services, request, caller, ct) => services.GetRequiredService<PostReviews>().CloseAsync(caller, request, ct)),
        Agent<ListAuditRequest, ListAuditResponse>(PrincipalRoles.Admin, "GET", "/api/audit", (services, request, caller, ct) => Reads(services).ListAuditAsync(caller, request, ct)),
        Knowledge<PutSourceRequest, PutSourceResponse>(PrincipalRoles.Admin, "PUT", "/api/knowledge/sources", (services, request, caller, ct) => services.GetRequiredService<KnowledgeSources>().PutAsync(caller, request, ct)),
        Knowledge<ListSourcesRequest, ListSourcesResponse>(Staff, "GET", "/api/knowledge/sources", (services, request, caller, ct) => services.GetRequiredService<KnowledgeReads>().ListSourcesAsync(caller, request, ct)),
        Knowledge<ResyncSourceRequest, ResyncSourceResponse>(PrincipalRoles.Admin, "POST", "/api/knowledge/sources/{source_id}/resync", (services, request, caller, ct) => services.GetRequiredService<KnowledgeSync>().ResyncAsync(caller, request, ct)),
        Knowledge<ListDocumentsRequest, ListDocumentsResponse>(Staff, "GET", "/api/knowledge/sources/{source_id}/documents", (services, request, caller, ct) => services.GetRequiredService<KnowledgeReads>().ListDocumentsAsync(caller, request, ct)),
        Knowledge<ListChunksRequest, ListChunksResponse>(Staff, "GET", "/api/knowledge/documents/{document_id}/chunks", (services, request, caller, ct) => services.GetRequiredService<KnowledgeReads>().ListChunksAsync(caller, request, ct)),
        Knowledge<SearchRequest, SearchResponse>(Staff, "GET", "/api/knowledge/search", (services, request, caller, ct) => services.GetRequiredService<KnowledgeReads>().SearchAsync(caller, request, ct)),
        Of<GetDashboardRequest, GetDashboardResponse>(MetricsReflection.Descriptor, Staff, "GET", "/api/dashboard", (services, request, caller, ct) => services.GetRequiredService<Dashboard>().GetAsync(caller, request, ct)),
        Of<ListMetricRowsRequest, ListMetricRowsResponse>(MetricsReflection.Descriptor, Staff, "GET", "/api/metrics/{name}/rows", (services, request, caller, ct) => services.GetRequiredService<MetricRows>().ListAsync(caller, request, ct)),
    ];

    /// <summary>By the method's name on gRPC, the stream included.</summary>
    public static FrozenDictionary<string, PrincipalRoles> RolesByMethod { get; } =
        All.Select(operation => KeyValuePair.Create(operation.Method, operation.Roles)).Append(new(WatchEvents, Everybody)).ToFrozenDictionary(StringComparer.Ordinal);

    private static DeskReads Reads(IServiceProvider services) => services.GetRequiredService<DeskReads>();

    private static DeskOperation<TRequest, TResponse> Agent<TRequest, TResponse>(
        PrincipalRoles roles, string verb, string path, Func<IServiceProvider, TRequest, DeskCaller, CancellationToken, Task<TResponse>> answer)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> => Of(AgentServiceReflection.Descriptor, roles, verb, path, answer);

    private static DeskOperation<TRequest, TResponse> Knowledge<TRequest, TResponse>(
        PrincipalRoles roles, string verb, string path, Func<IServiceProvider, TRequest, DeskCaller, CancellationToken, Task<TResponse>> answer)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> => Of(KnowledgeReflection.Descriptor, roles, verb, path, answer);

    /// <summary>The RPC whose request this is: names are a rule of the protos.</summary>
    private static DeskOperation<TRequest, TResponse> Of<TRequest, TResponse>(
        FileDescriptor file, PrincipalRoles roles, string verb, string path, Func<IServiceProvider, TRequest, DeskCaller, CancellationToken, Task<TResponse>> answer)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> =>
        new(file.Services[0].FindMethodByName(typeof(TRequest).Name[..^"Request".Length]), roles, verb, path, answer);
}
