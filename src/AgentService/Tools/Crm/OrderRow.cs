namespace AiDesk.Agent.Tools.Crm;

/// <summary>An order as the tools see it.</summary>
internal sealed record OrderRow
{
    public string OrderId { get; init; } = "";

    public string Status { get; init; } = "";

    public DateOnly? ExpectedDelivery { get; init; }

    public string Carrier { get; init; } = "";

    public long Total { get; init; }

    public long Refunded { get; init; }

    public string Currency { get; init; } = "";

    public string WarehouseRef { get; init; } = "";

    public decimal FraudScore { get; init; }

    /// <summary>Of the conversation's contact only. Throws <see cref="ToolFailedException"/>.</summary>
    public static async Task<OrderRow> FindAsync(ToolWork work, string orderId, bool forUpdate, CancellationToken cancellationToken) => await work.FirstAsync<OrderRow>(
        """
        SELECT order_id AS "OrderId", status AS "Status", expected_delivery AS "ExpectedDelivery", carrier AS "Carrier", total AS "Total", refunded AS "Refunded",
               currency AS "Currency", warehouse_ref AS "WarehouseRef", fraud_score AS "FraudScore"
        FROM desk.orders WHERE tenant_id = @tenant AND order_id = @orderId AND contact_id = @Contact
        """ + (forUpdate ? " FOR UPDATE" : ""),
        new { orderId, work.Contact },
        cancellationToken).ConfigureAwait(false) ?? throw ToolFailedException.NotFound("order");
}
