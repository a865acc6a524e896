using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

/// <summary>A payment on one of the contact's accounts.</summary>
internal sealed class GetPayment : IDeskTool
{
    public string Name => "get_payment";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var payment = await work.FirstAsync<Payment>(
            """
            SELECT p.payment_ref AS "PaymentRef", p.status AS "Status", p.amount AS "Amount", p.currency AS "Currency", p.settled_on AS "SettledOn",
                   p.decline_reason AS "DeclineReason", p.processor_ref AS "ProcessorRef"
            FROM desk.payments p JOIN desk.accounts a ON a.tenant_id = @tenant AND a.account_id = p.account_id
            WHERE p.tenant_id = @tenant AND p.payment_ref = @reference AND a.contact_id = @Contact
            """,
            new { reference = arguments.Text("payment_ref"), work.Contact },
            cancellationToken).ConfigureAwait(false) ?? throw ToolFailedException.NotFound("payment");
        return new JsonObject
        {
            ["payment_ref"] = payment.PaymentRef,
            ["status"] = payment.Status,
            ["amount"] = ToolArgumentReading.Money(payment.Amount),
            ["currency"] = payment.Currency,
            ["settled_on"] = ToolArgumentReading.Day(payment.SettledOn),
            ["decline_reason"] = payment.DeclineReason,
            ["processor_ref"] = payment.ProcessorRef,
        };
    }

    private sealed record Payment
    {
        public string PaymentRef { get; init; } = "";

        public string Status { get; init; } = "";

        public long Amount { get; init; }

        public string Currency { get; init; } = "";

        public DateOnly? SettledOn { get; init; }

        public string DeclineReason { get; init; } = "";

        public string ProcessorRef { get; init; } = "";
    }
}
