using AiDesk.Agent.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Desk.ApiTests.Isolation;

/// <summary>A request of each RPC that names something of a tenant. An RPC that is not here fails the matrix.</summary>
internal static class MatrixRequests
{
    private static readonly Timestamp Begin = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(-1));
    private static readonly Timestamp End = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(1));

    /// <summary>By the RPC's name. The flag says that the request names one thing, so that another tenant's must be NOT_FOUND; else it lists.</summary>
    public static IReadOnlyDictionary<string, (bool NamesOne, Func<TenantContents, IMessage> Make)> All { get; } = new Dictionary<string, (bool, Func<TenantContents, IMessage>)>(StringComparer.Ordinal)
    {
        ["PostMessage"] = (true, its => new PostMessageRequest { ConversationId = its.Conversation.ToString(), Text = "And now? " + its.Canary, RequestId = "matrix" }),
        ["GetConversation"] = (true, its => new GetConversationRequest { ConversationId = its.Conversation.ToString() }),
        ["ListConversations"] = (false, _ => new ListConversationsRequest()),
        ["GetRun"] = (true, its => new GetRunRequest { RunId = its.PendingRun.ToString() }),
        ["ListRuns"] = (false, its => new ListRunsRequest { ConversationId = its.Conversation.ToString() }),
        ["ListPending"] = (false, _ => new ListPendingRequest()),
        ["ApproveRun"] = (true, its => new ApproveRunRequest { RunId = its.PendingRun.ToString(), DraftHash = its.DraftHash, ConversationVersion = its.Version }),
        ["RejectRun"] = (true, its => new RejectRunRequest { RunId = its.PendingRun.ToString(), DraftHash = its.DraftHash, Reason = RejectReason.Tone }),
        ["ResolveToolCall"] = (true, its => new ResolveToolCallRequest { ApprovalId = its.HeldCall.ToString(), Resolution = ToolCallResolution.Refuse }),
        ["CloseReview"] = (true, its => new CloseReviewRequest { ApprovalId = its.Review.ToString(), Finding = ReviewFinding.Fine }),
        ["RetrySend"] = (true, its => new RetrySendRequest { RunId = its.FailedRun.ToString() }),
        ["DiscardSend"] = (true, its => new DiscardSendRequest { RunId = its.FailedRun.ToString() }),
        ["ListAudit"] = (false, its => new ListAuditRequest { RunId = its.PendingRun.ToString() }),
        ["PutSource"] = (false, _ => new PutSourceRequest { Source = new Source { SourceId = "of-the-matrix", Name = "Matrix", Kind = SourceKind.Pushed } }),
        ["ListSources"] = (false, _ => new ListSourcesRequest()),
        ["ResyncSource"] = (false, its => new ResyncSourceRequest { SourceId = its.Source }),
        ["ListDocuments"] = (false, its => new ListDocumentsRequest { SourceId = its.Source }),
        ["ListChunks"] = (true, its => new ListChunksRequest { DocumentId = its.Document.ToString() }),
        ["Search"] = (false, its => new SearchRequest { Query = "returns thirty days " + its.Canary, Language = "en" }),
        ["GetDashboard"] = (false, _ => new GetDashboardRequest { StartTime = Begin, EndTime = End }),
        ["ListMetricRows"] = (false, _ => new ListMetricRowsRequest { Name = "runs", StartTime = Begin, EndTime = End }),
    };
}
