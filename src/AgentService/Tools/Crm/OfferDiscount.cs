using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

internal sealed class OfferDiscount : IDeskTool
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int CodeChars = 8;

    public string Name => "offer_discount";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var order = await OrderRow.FindAsync(work, arguments.Text("order_id"), forUpdate: false, cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            INSERT INTO desk.discounts (tenant_id, code, order_id, percent, run_id, call_id, created_at)
            VALUES (@tenant, @code, @OrderId, @percent, @RunId, @CallId, @Now)
            ON CONFLICT (tenant_id, run_id, call_id) DO NOTHING
            """,
            new { code = "D-" + RandomNumberGenerator.GetString(Alphabet, CodeChars), order.OrderId, percent = arguments.Whole("percent"), work.Run.RunId, work.CallId, work.Now },
            cancellationToken).ConfigureAwait(false);
        var code = await work.FirstAsync<string>("SELECT code FROM desk.discounts WHERE tenant_id = @tenant AND run_id = @RunId AND call_id = @CallId", new { work.Run.RunId, work.CallId }, cancellationToken).ConfigureAwait(false);
        return new JsonObject { ["status"] = "offered", ["code"] = code, ["order_total"] = ToolArgumentReading.Money(order.Total) };
    }
}
