using AiDesk.Agent.Storage;
using AiDesk.Desk.PagesTests.Browsing;
using Dapper;

namespace AiDesk.Desk.PagesTests.Dashboard;

/// <summary>Eight runs around the 29th of March 2026, whose numbers stand in DashboardTests of Desk.Api.Tests; once for each tenant.</summary>
internal static class CountedRows
{
    /// <summary>The two days that hold six of them, in a zone that is an hour or two ahead of UTC.</summary>
    public const string Days = "from=2026-03-29&to=2026-03-30";

    /// <summary>What the other tenant's customers want, as a model may call it.</summary>
    public const string Markup = "<b>delivery</b><script>alert(1)</script>";

    public static async Task SeedAsync(Site site, string tenant)
    {
        await using var work = await site.Get<DeskDatabase>().BeginAsync(tenant, CancellationToken.None);
        if (await work.Connection.ExecuteScalarAsync<long>("SELECT count(*) FROM desk.contacts WHERE tenant_id = @tenant AND contact_id = 'counted-1'", new { tenant }, work.Transaction) > 0)
        {
            return;
        }

        var sql = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Dashboard", "dashboard.sql"));
        sql = sql.Replace("praxis-linden", tenant, StringComparison.Ordinal).Replace("'c-1'", "'counted-1'", StringComparison.Ordinal).Replace("'p-1'", "'counted-p'", StringComparison.Ordinal);
        await work.Connection.ExecuteAsync(tenant == Site.Shop ? sql : sql.Replace("'delivery'", $"'{Markup}'", StringComparison.Ordinal), null, work.Transaction);
        await work.CommitAsync(CancellationToken.None);
    }
}
