using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

/// <summary>An order of the contact; another person's is not found.</summary>
internal sealed class GetOrder : IDeskTool
{
    public string Name => "get_order";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var order = await OrderRow.FindAsync(work, arguments.Text("order_id"), forUpdate: false, cancellationToken).ConfigureAwait(false);
        var lines = await work.QueryAsync<Line>(
            """SELECT name AS "Name", quantity AS "Quantity", price AS "Price" FROM desk.order_lines WHERE tenant_id = @tenant AND order_id = @OrderId ORDER BY line""", new { order.OrderId }, cancellationToken).ConfigureAwait(false);
        return new JsonObject
        {
            ["order_id"] = order.OrderId,
            ["status"] = order.Status,
            ["expected_delivery"] = ToolArgumentReading.Day(order.ExpectedDelivery),
            ["carrier"] = order.Carrier,
            ["total"] = ToolArgumentReading.Money(order.Total),
            ["currency"] = order.Currency,
            ["lines"] = new JsonArray([.. lines.Select(line => new JsonObject { ["name"] = line.Name, ["quantity"] = line.Quantity, ["price"] = ToolArgumentReading.Money(line.Price) })]),
            ["warehouse_ref"] = order.WarehouseRef,
            ["fraud_score"] = order.FraudScore,
            ["customer"] = new JsonObject { ["contact_id"] = work.Contact },
        };
    }

    private sealed record Line(string Name, int Quantity, long Price);
}
