using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

/// <summary>Never more than the order's total in all.</summary>
internal sealed class IssueRefund : IDeskTool
{
    public string Name => "issue_refund";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var order = await OrderRow.FindAsync(work, arguments.Text("order_id"), forUpdate: true, cancellationToken).ConfigureAwait(false);
        var amount = arguments.Cents("amount");
        var done = await work.FirstAsync<long?>("SELECT amount FROM desk.refunds WHERE tenant_id = @tenant AND run_id = @RunId AND call_id = @CallId", new { work.Run.RunId, work.CallId }, cancellationToken).ConfigureAwait(false);
        if (done is null)
        {
            if (order.Refunded + amount > order.Total)
            {
                throw new ToolFailedException("Conflict", "409 conflict: more than is left of the order");
            }

            await work.ExecuteAsync(
                """
                INSERT INTO desk.refunds (tenant_id, refund_id, order_id, amount, currency, reason, run_id, call_id, created_at)
                VALUES (@tenant, @id, @OrderId, @amount, @Currency, @reason, @RunId, @CallId, @Now)
                """,
                new { id = Guid.CreateVersion7(work.Now), order.OrderId, amount, order.Currency, reason = arguments.Text("reason"), work.Run.RunId, work.CallId, work.Now },
                cancellationToken).ConfigureAwait(false);
            await work.ExecuteAsync(
                "UPDATE desk.orders SET refunded = refunded + @amount WHERE tenant_id = @tenant AND order_id = @OrderId", new { amount, order.OrderId }, cancellationToken).ConfigureAwait(false);
        }

        return new JsonObject { ["status"] = "refunded", ["refunded"] = ToolArgumentReading.Money(done ?? amount), ["ledger_ref"] = work.Run.RunId.ToString() };
    }
}
