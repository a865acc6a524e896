using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

/// <summary>Opens a case for compliance.</summary>
internal sealed class RaiseComplianceAlert : IDeskTool
{
    public string Name => "raise_compliance_alert";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var account = await AccountRow.FindAsync(work, arguments.Text("account_id"), cancellationToken).ConfigureAwait(false);
        var number = await work.FirstAsync<string>("SELECT case_number FROM desk.compliance_cases WHERE tenant_id = @tenant AND run_id = @RunId AND call_id = @CallId", new { work.Run.RunId, work.CallId }, cancellationToken).ConfigureAwait(false);
        if (number is null)
        {
            number = FormattableString.Invariant($"C-{await work.NextNumberAsync("case", cancellationToken).ConfigureAwait(false)}");
            await work.ExecuteAsync(
                """
                INSERT INTO desk.compliance_cases (tenant_id, case_number, account_id, concern, exposure, note, run_id, call_id, created_at)
                VALUES (@tenant, @number, @AccountId, @concern, @exposure, @note, @RunId, @CallId, @Now)
                """,
                new { number, account.AccountId, concern = arguments.Text("concern"), exposure = arguments.CentsOr("exposure", 0), note = arguments.TextOr("note", ""), work.Run.RunId, work.CallId, work.Now },
                cancellationToken).ConfigureAwait(false);
        }

        return new JsonObject { ["case_number"] = number, ["status"] = "open", ["kyc_note"] = account.KycNote };
    }
}

/// <summary>Proposes a limit; nothing changes until credit agrees.</summary>
internal sealed class ProposeLimit : IDeskTool
{
    public string Name => "propose_limit";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var account = await AccountRow.FindAsync(work, arguments.Text("account_id"), cancellationToken).ConfigureAwait(false);
        var proposal = await work.FirstAsync<string>("SELECT proposal_id FROM desk.limit_proposals WHERE tenant_id = @tenant AND run_id = @RunId AND call_id = @CallId", new { work.Run.RunId, work.CallId }, cancellationToken).ConfigureAwait(false);
        if (proposal is null)
        {
            proposal = FormattableString.Invariant($"L-{await work.NextNumberAsync("proposal", cancellationToken).ConfigureAwait(false)}");
            await work.ExecuteAsync(
                """
                INSERT INTO desk.limit_proposals (tenant_id, proposal_id, account_id, monthly_limit, rationale, run_id, call_id, created_at)
                VALUES (@tenant, @proposal, @AccountId, @limit, @rationale, @RunId, @CallId, @Now)
                """,
                new { proposal, account.AccountId, limit = arguments.Cents("monthly_limit"), rationale = arguments.TextOr("rationale", ""), work.Run.RunId, work.CallId, work.Now },
                cancellationToken).ConfigureAwait(false);
        }

        return new JsonObject { ["proposal_id"] = proposal, ["status"] = "proposed", ["kyc_note"] = account.KycNote };
    }
}

/// <summary>Where an agreement of the account differs from the standard terms.</summary>
internal sealed class ReviewMerchantAgreement : IDeskTool
{
    public string Name => "review_merchant_agreement";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var account = await AccountRow.FindAsync(work, arguments.Text("account_id"), cancellationToken).ConfigureAwait(false);
        var found = await work.QueryAsync<Deviation>(
            """
            SELECT clause AS "Clause", summary AS "Summary", severity AS "Severity" FROM desk.agreement_clauses
            WHERE tenant_id = @tenant AND account_id = @AccountId AND document_id = @document ORDER BY clause LIMIT 30
            """,
            new { account.AccountId, document = arguments.Text("document_id") },
            cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            throw ToolFailedException.NotFound("document");
        }

        return new JsonObject
        {
            ["deviations"] = new JsonArray([.. found.Select(deviation => new JsonObject { ["clause"] = deviation.Clause, ["summary"] = deviation.Summary, ["severity"] = deviation.Severity })]),
            ["kyc_note"] = account.KycNote,
        };
    }

    private sealed record Deviation(string Clause, string Summary, string Severity);
}
