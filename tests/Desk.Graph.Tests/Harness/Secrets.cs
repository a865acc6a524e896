using System.Text.RegularExpressions;

namespace AiDesk.Desk.GraphTests.Harness;

/// <summary>What no prompt and no reply may hold: fields that no schema lists, ids of the desk, tokens, traces.</summary>
internal static class Secrets
{
    private static readonly string[] Hidden =
    [
        "Curtidos", "WH7-", "-KX", "cost_price", "supplier", "fraud_score", "warehouse_ref", "provider_key", "acct_", "link_id", "ledger_ref", "SUB-88", "ADS-77", "ACQ-55", "BNK-XX",
        "KYC-REVIEW", "bank_ref", "processor_ref", "kyc_note", "run_id", "conversation_id", "PostgresException", "ToolFailedException", "   at AiDesk", "SELECT ", "Host=/", "desk.orders",
    ];

    /// <summary>Every prompt begins with the security rules and, like every reply, holds nothing hidden.</summary>
    public static async Task ShouldNotShowAsync(GraphDesk desk, string tenant)
    {
        var ids = await desk.ListAsync<Guid>(
            tenant,
            """
            SELECT run_id FROM desk.runs WHERE tenant_id = @tenant UNION SELECT conversation_id FROM desk.conversations WHERE tenant_id = @tenant
            UNION SELECT message_id FROM desk.messages WHERE tenant_id = @tenant UNION SELECT decision_id FROM desk.run_decisions WHERE tenant_id = @tenant
            """);
        var forbidden = Hidden.Concat(ids.Select(id => id.ToString())).ToList();
        foreach (var prompt in desk.Model.Prompts)
        {
            prompt[0].Text.StartsWith("[aidesk-security-rules/", StringComparison.Ordinal).ShouldBeTrue();
            prompt[0].Role.ShouldBe(Microsoft.Extensions.AI.ChatRole.System);
        }

        var shown = desk.Model.Texts.Distinct(StringComparer.Ordinal).Concat(await desk.ListAsync<string>(
            tenant,
            """
            SELECT text FROM desk.messages WHERE tenant_id = @tenant AND author IN ('bot', 'system') UNION SELECT text FROM desk.outbox_messages WHERE tenant_id = @tenant
            UNION SELECT ai_reply_final FROM desk.runs WHERE tenant_id = @tenant AND ai_reply_final IS NOT NULL
            UNION SELECT sanitized FROM desk.tool_calls WHERE tenant_id = @tenant AND sanitized IS NOT NULL
            UNION SELECT error_text FROM desk.tool_calls WHERE tenant_id = @tenant AND error_text IS NOT NULL
            """)).ToList();
        var all = string.Join('\u0001', shown);
        forbidden.Where(word => all.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty();
        Regex.IsMatch(all, @"eyJ[A-Za-z0-9_-]{10,}\.", RegexOptions.None, TimeSpan.FromSeconds(10)).ShouldBeFalse("a token");
    }
}
