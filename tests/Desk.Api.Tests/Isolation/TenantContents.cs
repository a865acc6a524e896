using System.Globalization;
using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Desk.ApiTests.Hosting;
using AiDesk.Identity;
using Dapper;
using RunState = AiDesk.Agent.Runs.RunState;

namespace AiDesk.Desk.ApiTests.Isolation;

/// <summary>One of everything that a call can name, in one tenant, each text with the tenant's canary.</summary>
internal sealed record TenantContents
{
    public required string Tenant { get; init; }

    /// <summary>Stands in every text of this tenant and in none of another.</summary>
    public required string Canary { get; init; }

    public required Guid Conversation { get; init; }

    /// <summary>A run whose draft waits.</summary>
    public required Guid PendingRun { get; init; }

    public required string DraftHash { get; init; }

    public required long Version { get; init; }

    /// <summary>A run whose reply could not be sent.</summary>
    public required Guid FailedRun { get; init; }

    public required Guid HeldCall { get; init; }

    public required Guid Review { get; init; }

    public required string Source { get; init; }

    public required Guid Document { get; init; }

    public static async Task<TenantContents> CreateAsync(RunningDesk desk, string tenant, string canary)
    {
        var customer = new DeskCaller(tenant, "customer-" + tenant, canary, PrincipalRoles.Customer, "s-" + tenant, "127.0.0.1");
        var admin = customer with { PersonId = "admin-" + tenant, Roles = PrincipalRoles.Admin };
        var (pending, conversation) = await PendingAsync(desk, customer, canary, holdsCall: false);
        var (held, _) = await PendingAsync(desk, customer, canary, holdsCall: true);
        var (failed, _) = await PendingAsync(desk, customer, canary, holdsCall: false);
        await desk.Get<KnowledgeSources>().PutAsync(admin, new PutSourceRequest { Source = new Source { SourceId = "faq", Name = "FAQ " + canary, Kind = SourceKind.Pushed } }, CancellationToken.None);
        await desk.Get<KnowledgeSync>().ResyncAsync(
            admin, new ResyncSourceRequest { SourceId = "faq", Complete = true, Documents = { new PushedDocument { Path = "returns.md", Text = $"# Returns {canary}\n\nReturns are free for thirty days. {canary}" } } }, CancellationToken.None);
        await using var work = await desk.Get<DeskDatabase>().BeginAsync(tenant, CancellationToken.None);
        await FailAsync(work, failed);
        var contents = new TenantContents
        {
            Tenant = tenant,
            Canary = canary,
            Conversation = conversation,
            PendingRun = pending,
            DraftHash = (await work.Connection.ExecuteScalarAsync<string>("SELECT draft_hash FROM desk.runs WHERE run_id = @pending", new { pending }, work.Transaction))!,
            Version = await work.Connection.ExecuteScalarAsync<long>("SELECT conversation_version FROM desk.runs WHERE run_id = @pending", new { pending }, work.Transaction),
            FailedRun = failed,
            HeldCall = await work.Connection.ExecuteScalarAsync<Guid>("SELECT approval_id FROM desk.approvals WHERE run_id = @held AND kind = 'tool_call'", new { held }, work.Transaction),
            Review = await work.Connection.ExecuteScalarAsync<Guid>("SELECT approval_id FROM desk.approvals WHERE run_id = @held AND kind = 'post_review'", new { held }, work.Transaction),
            Source = "faq",
            Document = await work.Connection.ExecuteScalarAsync<Guid>("SELECT document_id FROM desk.ai_kb_documents", null, work.Transaction),
        };
        await work.CommitAsync(CancellationToken.None);
        return contents;
    }

    private static async Task<(Guid Run, Guid Conversation)> PendingAsync(RunningDesk desk, DeskCaller customer, string canary, bool holdsCall)
    {
        var posted = await desk.Get<Conversations>().PostAsync(customer, new NewMessage(null, "Where is my parcel? " + canary, Guid.NewGuid().ToString(), "en", ""), CancellationToken.None);
        var runs = desk.Get<IRunWork>();
        ClaimedRun? claimed;
        do
        {
            claimed = await runs.ClaimAsync(CancellationToken.None);
        }
        while (claimed is not null && claimed.RunId != posted.RunId);

        claimed.ShouldNotBeNull();
        var input = await runs.LoadAsync(claimed, CancellationToken.None);
        if (holdsCall)
        {
            var call = new HeldToolCall("call-1", "issue_refund", """{"amount":5}""", Guid.CreateVersion7(), "standard", 1, "high", "RISK_LEVEL", [], DateTimeOffset.UtcNow.AddHours(1));
            await runs.ReviewLaterAsync(claimed, call with { CallId = "call-0", ExpiresAt = null }, CancellationToken.None);
            await runs.HoldAsync(claimed, [call], CancellationToken.None);
        }
        else
        {
            var draft = new ProposedDraft
            {
                Text = "It arrives on Tuesday. " + canary,
                Intent = "delivery",
                ConversationVersion = input.ConversationVersion,
                GoesOut = false,
                ToolDecision = Guid.CreateVersion7(),
                OutputDecision = Guid.CreateVersion7(),
                ApprovalType = "standard",
                Reason = "COPILOT_REVIEW",
                Risk = "medium",
                Findings = [],
            };
            (await runs.ProposeAsync(claimed, draft, CancellationToken.None)).ShouldBe(RunState.PendingApproval);
        }

        return (claimed.RunId, posted.ConversationId);
    }

    /// <summary>As the dispatcher leaves a run whose channel refused for good.</summary>
    private static async Task FailAsync(TenantWork work, Guid run)
    {
        await work.Connection.ExecuteAsync(
            """
            UPDATE desk.approvals SET state = 'approved', decided_by = 'test', decided_at = now() WHERE run_id = @run;
            UPDATE desk.runs SET run_state = 'approved', decided_by = 'test', decided_how = 'person', decided_at = now() WHERE run_id = @run;
            INSERT INTO desk.outbox_messages (tenant_id, outbox_id, run_id, conversation_id, channel, text, state, attempts, decision_ids)
              SELECT tenant_id, gen_random_uuid(), run_id, conversation_id, 'web', ai_reply_final, 'failed', 8, '{}' FROM desk.runs WHERE run_id = @run;
            UPDATE desk.runs SET run_state = 'send_failed' WHERE run_id = @run;
            """,
            new { run }, work.Transaction);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Tenant}");
}
