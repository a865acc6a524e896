using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

internal sealed class CancelSubscription : IDeskTool
{
    public string Name => "cancel_subscription";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var contact = work.OwnContact(arguments.Text("contact_id"));
        await work.ExecuteAsync(
            """
            UPDATE desk.subscriptions SET status = 'cancelled', cancel_reason = @reason, run_id = @RunId, call_id = @CallId
            WHERE tenant_id = @tenant AND subscription_id = (
              SELECT subscription_id FROM desk.subscriptions s
              WHERE s.tenant_id = @tenant AND s.contact_id = @contact AND s.status = 'active'
                AND NOT EXISTS (SELECT FROM desk.subscriptions d WHERE d.tenant_id = @tenant AND d.run_id = @RunId AND d.call_id = @CallId)
              ORDER BY subscription_id LIMIT 1 FOR UPDATE)
            """,
            new { contact, reason = arguments.TextOr("reason", ""), work.Run.RunId, work.CallId },
            cancellationToken).ConfigureAwait(false);
        var ended = await work.FirstAsync<Ended>(
            """SELECT subscription_id AS "SubscriptionId", period_end AS "PeriodEnd" FROM desk.subscriptions WHERE tenant_id = @tenant AND run_id = @RunId AND call_id = @CallId""", new { work.Run.RunId, work.CallId }, cancellationToken).ConfigureAwait(false)
            ?? throw ToolFailedException.NotFound("subscription");
        return new JsonObject { ["status"] = "cancelled", ["ends_on"] = ToolArgumentReading.Day(ended.PeriodEnd), ["subscription_id"] = ended.SubscriptionId };
    }

    private sealed record Ended
    {
        public string SubscriptionId { get; init; } = "";

        public DateOnly PeriodEnd { get; init; }
    }
}
