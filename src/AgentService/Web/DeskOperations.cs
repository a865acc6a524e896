using System.Collections.Frozen;
using AiDesk.Agent.Approvals;
using AiDesk.Agent.Metrics;
using AiDesk.Agent.Outbox;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using Google.Protobuf;
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
        Agent<ListAuditRequest, ListAuditResponse>(PrincipalRoles.Admin, "GET", "/api/audit", (services, request, caller, ct) => Reads(services).ListAuditAsync(caller, request, ct)),
    ];

    /// <summary>By the method's name on gRPC, the stream included.</summary>
    public static FrozenDictionary<string, PrincipalRoles> RolesByMethod { get; } =
        All.Select(operation => KeyValuePair.Create(operation.Method, operation.Roles)).Append(new(WatchEvents, Everybody)).ToFrozenDictionary(StringComparer.Ordinal);

    private static DeskReads Reads(IServiceProvider services) => services.GetRequiredService<DeskReads>();

    private static DeskOperation<TRequest, TResponse> Agent<TRequest, TResponse>(
        PrincipalRoles roles, string verb, string path, Func<IServiceProvider, TRequest, DeskCaller, CancellationToken, Task<TResponse>> answer)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> =>
        new(AgentServiceReflection.Descriptor.Services[0].FindMethodByName(typeof(TRequest).Name[..^"Request".Length]), roles, verb, path, answer);
}
