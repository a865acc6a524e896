using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

internal sealed class PaymentLink : IDeskTool
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz";

    // 23^14: nobody guesses one.
    private const int CodeChars = 14;

    private static readonly TimeSpan Life = TimeSpan.FromDays(3);

    public string Name => "payment_link";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var link = await work.FirstAsync<string>("SELECT payment_link_base FROM desk.crm_settings WHERE tenant_id = @tenant", null, cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(link))
        {
            throw new ToolFailedException("Unavailable", "503 unavailable: no payment page is set up");
        }

        await work.ExecuteAsync(
            """
            INSERT INTO desk.payment_links (tenant_id, link_id, code, contact_id, amount, currency, expires_at, run_id, call_id, created_at)
            VALUES (@tenant, @id, @code, @Contact, @amount, @currency, @expires, @RunId, @CallId, @Now)
            ON CONFLICT (tenant_id, run_id, call_id) DO NOTHING
            """,
            new
            {
                id = Guid.CreateVersion7(work.Now),
                code = RandomNumberGenerator.GetString(Alphabet, CodeChars),
                work.Contact,
                amount = arguments.Cents("amount"),
                currency = arguments.Text("currency"),
                expires = work.Now + Life,
                work.Run.RunId,
                work.CallId,
                work.Now,
            },
            cancellationToken).ConfigureAwait(false);
        var made = await work.FirstAsync<Made>(
            """SELECT link_id AS "LinkId", code AS "Code", expires_at AS "ExpiresAt" FROM desk.payment_links WHERE tenant_id = @tenant AND run_id = @RunId AND call_id = @CallId""", new { work.Run.RunId, work.CallId }, cancellationToken).ConfigureAwait(false);
        return new JsonObject
        {
            ["url"] = link + made!.Code,
            ["expires_at"] = made.ExpiresAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["link_id"] = made.LinkId.ToString(),
            ["provider_key"] = "acct_" + made.LinkId.ToString("N"),
        };
    }

    private sealed record Made(Guid LinkId, string Code, DateTime ExpiresAt);
}
