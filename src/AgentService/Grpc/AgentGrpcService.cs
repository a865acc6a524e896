using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using Grpc.Core;

namespace AiDesk.Agent.Grpc;

/// <summary>aidesk.agent.v1.AgentService: what each call does stands in <see cref="Web.DeskOperations"/>.</summary>
internal sealed class AgentGrpcService(OperationCalls calls, DeskEvents events, TimeProvider clock) : AgentService.AgentServiceBase
{
    public override Task<PostMessageResponse> PostMessage(PostMessageRequest request, ServerCallContext context) => calls.AnswerAsync<PostMessageResponse>(request, context);

    public override Task<GetConversationResponse> GetConversation(GetConversationRequest request, ServerCallContext context) => calls.AnswerAsync<GetConversationResponse>(request, context);

    public override Task<ListConversationsResponse> ListConversations(ListConversationsRequest request, ServerCallContext context) => calls.AnswerAsync<ListConversationsResponse>(request, context);

    public override Task<GetRunResponse> GetRun(GetRunRequest request, ServerCallContext context) => calls.AnswerAsync<GetRunResponse>(request, context);

    public override Task<ListRunsResponse> ListRuns(ListRunsRequest request, ServerCallContext context) => calls.AnswerAsync<ListRunsResponse>(request, context);

    public override Task<ListPendingResponse> ListPending(ListPendingRequest request, ServerCallContext context) => calls.AnswerAsync<ListPendingResponse>(request, context);

    public override Task<ApproveRunResponse> ApproveRun(ApproveRunRequest request, ServerCallContext context) => calls.AnswerAsync<ApproveRunResponse>(request, context);

    public override Task<RejectRunResponse> RejectRun(RejectRunRequest request, ServerCallContext context) => calls.AnswerAsync<RejectRunResponse>(request, context);

    public override Task<ResolveToolCallResponse> ResolveToolCall(ResolveToolCallRequest request, ServerCallContext context) => calls.AnswerAsync<ResolveToolCallResponse>(request, context);

    public override Task<CloseReviewResponse> CloseReview(CloseReviewRequest request, ServerCallContext context) => calls.AnswerAsync<CloseReviewResponse>(request, context);

    public override Task<RetrySendResponse> RetrySend(RetrySendRequest request, ServerCallContext context) => calls.AnswerAsync<RetrySendResponse>(request, context);

    public override Task<DiscardSendResponse> DiscardSend(DiscardSendRequest request, ServerCallContext context) => calls.AnswerAsync<DiscardSendResponse>(request, context);

    public override Task<ListAuditResponse> ListAudit(ListAuditRequest request, ServerCallContext context) => calls.AnswerAsync<ListAuditResponse>(request, context);

    public override async Task WatchEvents(WatchEventsRequest request, IServerStreamWriter<WatchEventsResponse> responseStream, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var caller = http.Features.Get<DeskCaller>()!;
        using var session = new SessionEnd(http.Features.Get<Principal>()!, clock, context.CancellationToken);
        try
        {
            await foreach (var changed in events.WatchAsync(caller, request, session.Token).ConfigureAwait(false))
            {
                await responseStream.WriteAsync(new WatchEventsResponse { Event = changed }, session.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (session.HasExpired)
        {
            throw new DeskException(ErrorReason.TokenInvalid, "the token has expired")
            {
                Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["problem"] = "expired" },
            };
        }
    }
}
