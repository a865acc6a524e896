using AiDesk.Agent.Graph.Observing;
using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Tools.Crm;

/// <summary>What the demo's two tenants have in their CRM. Applied again it changes nothing that is there.</summary>
internal static class CrmSeed
{
    public const string Shop = "tienda-alba";
    public const string Payments = "harbour-pay";

    /// <summary>The caller commits. A tenant that is neither of the two gets nothing.</summary>
    public static async Task ApplyAsync(TenantWork work, CancellationToken cancellationToken)
    {
        if (work.Tenant == Shop)
        {
            await SeedShopAsync(work, cancellationToken).ConfigureAwait(false);
        }
        else if (work.Tenant == Payments)
        {
            await SeedPaymentsAsync(work, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task SeedShopAsync(TenantWork work, CancellationToken cancellationToken)
    {
        await AddContactAsync(work, "c-100", "marta", "Marta Ruiz", "marta.ruiz@ejemplo.example", "es", cancellationToken).ConfigureAwait(false);
        await AddContactAsync(work, "c-101", "jonas", "Jonas Weber", "jonas.weber@beispiel.example", "de", cancellationToken).ConfigureAwait(false);
        await AddContactAsync(work, "c-102", "emily", "Emily Clark", "emily.clark@sample.example", "en", cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            "INSERT INTO desk.crm_settings (tenant_id, payment_link_base) VALUES (@tenant, 'https://tienda-alba.example/pagar/') ON CONFLICT DO NOTHING", null, cancellationToken).ConfigureAwait(false);
        foreach (var (id, name, words, price, stock, cost) in Products)
        {
            await work.ExecuteAsync(
                """
                INSERT INTO desk.products (tenant_id, product_id, name, search_text, price, currency, stock, cost_price, supplier)
                VALUES (@tenant, @id, @name, @search, @price, 'EUR', @stock, @cost, 'Curtidos del Sur') ON CONFLICT DO NOTHING
                """,
                new { id, name, search = TextFolding.Fold($"{name} {words}"), price, stock, cost },
                cancellationToken).ConfigureAwait(false);
        }

        foreach (var (id, contact, status, delivery, carrier, total, line) in Orders)
        {
            await work.ExecuteAsync(
                """
                INSERT INTO desk.orders (tenant_id, order_id, contact_id, status, expected_delivery, carrier, total, currency, warehouse_ref, fraud_score)
                VALUES (@tenant, @id, @contact, @status, @delivery::date, @carrier, @total, 'EUR', 'WH7-' || right(@id, 6) || '-KX', 0.12) ON CONFLICT DO NOTHING
                """,
                new { id, contact, status, delivery, carrier, total },
                cancellationToken).ConfigureAwait(false);
            await work.ExecuteAsync(
                "INSERT INTO desk.order_lines (tenant_id, order_id, line, name, quantity, price) VALUES (@tenant, @id, 1, @line, 1, @total) ON CONFLICT DO NOTHING", new { id, line, total }, cancellationToken).ConfigureAwait(false);
        }

        await work.ExecuteAsync(
            """
            INSERT INTO desk.subscriptions (tenant_id, subscription_id, contact_id, plan, period_end)
            VALUES (@tenant, 'SUB-8812-A', 'c-100', 'Alba Plus', '2026-12-31'), (@tenant, 'SUB-8813-A', 'c-101', 'Alba Plus', '2027-01-31') ON CONFLICT DO NOTHING
            """,
            null,
            cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            INSERT INTO desk.campaigns (tenant_id, campaign_id, name, daily_budget, account_ref)
            VALUES (@tenant, 'c-42', 'Verano', 8000, 'ADS-77120-K'), (@tenant, 'c-rebajas', 'Rebajas', 15000, 'ADS-77121-K') ON CONFLICT DO NOTHING
            """,
            null,
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task SeedPaymentsAsync(TenantWork work, CancellationToken cancellationToken)
    {
        await AddContactAsync(work, "c-200", "olivia", "Olivia Grant", "olivia@grantbooks.example", "en", cancellationToken).ConfigureAwait(false);
        await AddContactAsync(work, "c-201", "harry", "Harry Poole", "harry@poolecycles.example", "en", cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            INSERT INTO desk.accounts (tenant_id, account_id, contact_id, monthly_limit, kyc_note)
            VALUES (@tenant, 'ACC-10020030', 'c-200', 5000000, 'KYC-REVIEW-7731'), (@tenant, 'ACC-10020031', 'c-201', 2000000, 'KYC-REVIEW-7732') ON CONFLICT DO NOTHING
            """,
            null,
            cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            INSERT INTO desk.payments (tenant_id, payment_ref, account_id, status, amount, currency, settled_on, decline_reason, processor_ref)
            VALUES (@tenant, 'PAY-7F3K9Q2M', 'ACC-10020030', 'settled', 12950, 'GBP', '2026-11-18', '', 'ACQ-55-991-ZZ'),
                   (@tenant, 'PAY-2B8D4X6L', 'ACC-10020030', 'declined', 4300, 'GBP', NULL, 'insufficient funds', 'ACQ-55-992-ZZ'),
                   (@tenant, 'PAY-9H1J5N7P', 'ACC-10020031', 'settled', 88000, 'GBP', '2026-11-17', '', 'ACQ-55-993-ZZ') ON CONFLICT DO NOTHING
            """,
            null,
            cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            INSERT INTO desk.payouts (tenant_id, payout_ref, account_id, amount, currency, arrives_on, status, bank_ref)
            VALUES (@tenant, 'PO-4T6Y8U1A', 'ACC-10020030', 245000, 'GBP', '2026-11-24', 'scheduled', 'BNK-XX-4410'),
                   (@tenant, 'PO-4T6Y8U1B', 'ACC-10020030', 99000, 'GBP', '2026-11-23', 'held', 'BNK-XX-4411'),
                   (@tenant, 'PO-4T6Y8U1C', 'ACC-10020031', 150000, 'GBP', '2026-11-24', 'held', 'BNK-XX-4412') ON CONFLICT DO NOTHING
            """,
            null,
            cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            INSERT INTO desk.agreement_clauses (tenant_id, document_id, account_id, clause, summary, severity)
            VALUES (@tenant, 'MA-2026-114', 'ACC-10020030', '4.2', 'Chargebacks are charged after 60 days instead of 30.', 'medium'),
                   (@tenant, 'MA-2026-114', 'ACC-10020030', '9.1', 'Either side may end it without notice.', 'high') ON CONFLICT DO NOTHING
            """,
            null,
            cancellationToken).ConfigureAwait(false);
    }

    private static Task AddContactAsync(TenantWork work, string id, string person, string name, string email, string language, CancellationToken cancellationToken) => work.ExecuteAsync(
        """
        INSERT INTO desk.contacts (tenant_id, contact_id, person_id, name, email, preferred_language)
        VALUES (@tenant, @id, @person, @name, @email, @language) ON CONFLICT DO NOTHING
        """,
        new { id, person, name, email, language },
        cancellationToken);

    private static readonly (string Id, string Name, string Words, long Price, int Stock, long Cost)[] Products =
    [
        ("p-7", "Sandalia Ronda", "sandalias calzado verano zapatos sandal sandals schuhe sandalen", 3990, 14, 1120),
        ("p-8", "Sandalia Alba", "sandalias calzado verano piel sandal sandals leather", 4990, 3, 1530),
        ("p-9", "Bota Sierra", "botas calzado invierno boot boots stiefel winter", 8990, 8, 3310),
        ("p-10", "Manta Nieve", "mantas hogar lana blanket decke wool", 5450, 0, 1875),
        ("p-11", "Lámpara Luna", "lamparas hogar luz lamp lampe light", 2995, 21, 905),
        ("p-12", "Camisa Lino", "camisas lino ropa shirt hemd linen", 4450, 17, 1240),
        ("p-13", "Vestido Brisa", "vestidos ropa verano dress kleid", 6990, 5, 2115),
        ("p-14", "Cesta Mimbre", "cestas hogar basket korb", 1995, 40, 610),
    ];

    private static readonly (string Id, string Contact, string Status, string? Delivery, string Carrier, long Total, string Line)[] Orders =
    [
        ("ORD-100200", "c-100", "enviado", "2026-11-24", "Correos", 3990, "Sandalia Ronda"),
        ("ORD-100201", "c-100", "entregado", "2026-11-10", "SEUR", 8990, "Bota Sierra"),
        ("ORD-100300", "c-101", "shipped", "2026-11-25", "DHL", 4450, "Camisa Lino"),
        ("ORD-100400", "c-102", "processing", "2026-11-27", "DHL", 6990, "Vestido Brisa"),
    ];
}
