using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

/// <summary>Keeps a text for a campaign, from its brief.</summary>
internal sealed class CreateCampaignText : IDeskTool
{
    private const int HeadlineChars = 80;

    public string Name => "create_campaign_text";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var campaign = await CampaignRow.FindAsync(work, arguments.Text("campaign_id"), cancellationToken).ConfigureAwait(false);
        var brief = arguments.Text("brief").Trim();
        var headline = brief.Length > HeadlineChars ? brief[..HeadlineChars].TrimEnd() : brief;
        await work.ExecuteAsync(
            """
            INSERT INTO desk.campaign_texts (tenant_id, text_id, campaign_id, brief, headline, body, run_id, call_id, created_at)
            VALUES (@tenant, @id, @CampaignId, @brief, @headline, @body, @RunId, @CallId, @Now)
            ON CONFLICT (tenant_id, run_id, call_id) DO NOTHING
            """,
            new { id = Guid.CreateVersion7(work.Now), campaign.CampaignId, brief, headline, body = $"{campaign.Name}. {brief}", work.Run.RunId, work.CallId, work.Now },
            cancellationToken).ConfigureAwait(false);
        return new JsonObject { ["headline"] = headline, ["body"] = $"{campaign.Name}. {brief}", ["account_ref"] = campaign.AccountRef };
    }
}

/// <summary>Sets a campaign's daily budget.</summary>
internal sealed class AdjustCampaign : IDeskTool
{
    public string Name => "adjust_campaign";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var campaign = await CampaignRow.FindAsync(work, arguments.Text("campaign_id"), cancellationToken).ConfigureAwait(false);
        var budget = arguments.Cents("daily_budget");
        if (await work.ChangeAsync(Name, campaign.CampaignId, "daily_budget", campaign.DailyBudget.ToString(CultureInfo.InvariantCulture), budget.ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false))
        {
            await work.ExecuteAsync("UPDATE desk.campaigns SET daily_budget = @budget WHERE tenant_id = @tenant AND campaign_id = @CampaignId", new { budget, campaign.CampaignId }, cancellationToken).ConfigureAwait(false);
        }

        return new JsonObject { ["status"] = "ok", ["daily_budget"] = ToolArgumentReading.Money(budget), ["account_ref"] = campaign.AccountRef };
    }
}

internal sealed record CampaignRow(string CampaignId, string Name, long DailyBudget, string AccountRef)
{
    public static async Task<CampaignRow> FindAsync(ToolWork work, string campaign, CancellationToken cancellationToken) => await work.FirstAsync<CampaignRow>(
        """
        SELECT campaign_id AS "CampaignId", name AS "Name", daily_budget AS "DailyBudget", account_ref AS "AccountRef"
        FROM desk.campaigns WHERE tenant_id = @tenant AND campaign_id = @campaign FOR UPDATE
        """,
        new { campaign },
        cancellationToken).ConfigureAwait(false) ?? throw ToolFailedException.NotFound("campaign");
}
