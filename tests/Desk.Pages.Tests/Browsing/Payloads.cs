using Microsoft.Playwright;

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
}
