using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

/// <summary>The latest payouts of an account of the contact.</summary>
internal sealed class ListPayouts : IDeskTool
{
    public string Name => "list_payouts";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var account = await AccountRow.FindAsync(work, arguments.Text("account_id"), cancellationToken).ConfigureAwait(false);
        var payouts = await work.QueryAsync<PayoutRow>(
            PayoutRow.Select + " WHERE tenant_id = @tenant AND account_id = @AccountId ORDER BY arrives_on DESC, payout_ref LIMIT @limit",
            new { account.AccountId, limit = arguments.WholeOr("limit", 10) },
            cancellationToken).ConfigureAwait(false);
        return new JsonObject
        {
            ["payouts"] = new JsonArray([.. payouts.Select(payout => new JsonObject
            {
                ["payout_ref"] = payout.PayoutRef,
                ["amount"] = ToolArgumentReading.Money(payout.Amount),
                ["currency"] = payout.Currency,
                ["arrives_on"] = ToolArgumentReading.Day(payout.ArrivesOn),
                ["bank_ref"] = payout.BankRef,
            })]),
            ["kyc_note"] = account.KycNote,
        };
    }
}

/// <summary>Releases a held payout: the very amount that is held.</summary>
internal sealed class ReleasePayout : IDeskTool
{
    public string Name => "release_payout";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var account = await AccountRow.FindAsync(work, arguments.Text("account_id"), cancellationToken).ConfigureAwait(false);
        var reference = arguments.Text("payout_ref");
        await work.ExecuteAsync(
            """
            UPDATE desk.payouts SET status = 'scheduled', run_id = @RunId, call_id = @CallId
            WHERE tenant_id = @tenant AND payout_ref = @reference AND account_id = @AccountId AND amount = @amount AND status = 'held'
            """,
            new { reference, account.AccountId, amount = arguments.Cents("amount"), work.Run.RunId, work.CallId },
            cancellationToken).ConfigureAwait(false);
        var payout = await work.FirstAsync<PayoutRow>(
            PayoutRow.Select + " WHERE tenant_id = @tenant AND payout_ref = @reference AND run_id = @RunId AND call_id = @CallId",
            new { reference, work.Run.RunId, work.CallId },
            cancellationToken).ConfigureAwait(false) ?? throw ToolFailedException.NotFound("held payout of that amount");
        return new JsonObject { ["status"] = "scheduled", ["arrives_on"] = ToolArgumentReading.Day(payout.ArrivesOn), ["bank_ref"] = payout.BankRef };
    }
}

internal sealed record PayoutRow
{
    public const string Select = """SELECT payout_ref AS "PayoutRef", amount AS "Amount", currency AS "Currency", arrives_on AS "ArrivesOn", bank_ref AS "BankRef" FROM desk.payouts""";

    public string PayoutRef { get; init; } = "";

    public long Amount { get; init; }

    public string Currency { get; init; } = "";

    public DateOnly ArrivesOn { get; init; }

    public string BankRef { get; init; } = "";
}
