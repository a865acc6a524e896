using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Agent.Graph.Observing;

namespace AiDesk.Agent.Tools.Crm;

internal sealed class SearchProduct : IDeskTool
{
    private const int MaxWords = 12;

    public string Name => "search_product";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        // Without a plural's ending: enough for a catalogue, and no language's rules.
        var words = TextFolding.Words(arguments.Text("query")).Where(word => word.Length > 2).Select(word => word.Length > 4 ? word.TrimEnd('s') : word).Take(MaxWords).ToArray();
        var found = await work.QueryAsync<Product>(
            """
            SELECT product_id AS "ProductId", name AS "Name", price AS "Price", currency AS "Currency", stock AS "Stock", cost_price AS "CostPrice", supplier AS "Supplier"
            FROM desk.products p CROSS JOIN LATERAL (SELECT count(*) AS hits FROM unnest(@words) word WHERE position(word IN p.search_text) > 0) matched
            WHERE p.tenant_id = @tenant AND matched.hits > 0 AND p.price <= @most
            ORDER BY matched.hits DESC, p.name LIMIT 20
            """,
            new { words, most = arguments.CentsOr("max_price", long.MaxValue) },
            cancellationToken).ConfigureAwait(false);
        return new JsonObject
        {
            ["products"] = new JsonArray([.. found.Select(product => new JsonObject
            {
                ["product_id"] = product.ProductId,
                ["name"] = product.Name,
                ["price"] = ToolArgumentReading.Money(product.Price),
                ["currency"] = product.Currency,
                ["in_stock"] = product.Stock > 0,
                ["stock"] = product.Stock,
                ["cost_price"] = ToolArgumentReading.Money(product.CostPrice),
                ["supplier"] = product.Supplier,
            })]),
            ["total"] = found.Count,
        };
    }

    private sealed record Product(string ProductId, string Name, long Price, string Currency, int Stock, long CostPrice, string Supplier);
}
