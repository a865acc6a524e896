using System.Text.Json;
using Microsoft.Playwright;

namespace AiDesk.Desk.PagesTests.Everywhere;

/// <summary>What must hold of any page in the browser: names, labels, headings, contrast, no overflow, nothing from elsewhere.</summary>
internal static class PageAudit
{
    private static readonly string Script = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Everywhere", "audit.js"));

    /// <summary>Each fault as a sentence; none for a good page.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page) => (await page.EvaluateAsync<JsonElement>(Script)).EnumerateArray().Select(fault => fault.GetString()!).ToList();
}
