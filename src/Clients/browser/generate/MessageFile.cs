using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.BrowserGuard;

/// <summary>chat-guard-messages.js: the sentences that CheckInput answers with where the guard can say them, out of the one message file, and which of them belongs to what.</summary>
internal static class MessageFile
{
    /// <summary>What the guard says itself, in its own names.</summary>
    private static readonly (string Name, Reason Reason)[] Own =
    [
        ("empty", Reason.Empty),
        ("too_short", Reason.TooShort),
        ("too_long", Reason.TooLong),
        ("symbols_only", Reason.SymbolsOnly),
        ("prompt_injection", Reason.PromptInjection),
        ("forbidden_content", Reason.ForbiddenContent),
        ("duplicate", Reason.Duplicate),
        ("session_blocked", Reason.SessionBlocked),
    ];

    public static string Content()
    {
        var script = new StringBuilder(GeneratedFiles.Header);
        script.Append("\n/** The key of the sentence for a reason: without a strike, with the first, with the second, and when the session is blocked. */\nexport const keys = {\n");
        foreach (var (name, reason) in Own)
        {
            script.Append("  ").Append(name).Append(": [").AppendJoin(", ", KeysOf(reason).Select(ScriptText.Quote)).Append("],\n");
        }

        script.Append("};\n\nexport const messages = {\n");
        foreach (var key in Own.SelectMany(own => KeysOf(own.Reason)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            script.Append("  ").Append(ScriptText.Quote(key)).Append(": {\n");
            foreach (var language in Languages.All)
            {
                script.Append("    ").Append(Languages.TagOf(language)).Append(": ").Append(ScriptText.Quote(UserMessages.Text(key, language))).Append(",\n");
            }

            script.Append("  },\n");
        }

        return script.Append("};\n").ToString();
    }

    private static string[] KeysOf(Reason reason) =>
    [
        KeyOf(reason, default),
        KeyOf(reason, new StrikeReading(1, Added: true, Blocked: false, 0)),
        KeyOf(reason, new StrikeReading(2, Added: true, Blocked: false, 0)),
        KeyOf(reason, new StrikeReading(3, Added: true, Blocked: true, 1)),
    ];

    private static string KeyOf(Reason reason, StrikeReading strikes) =>
        InputMessages.KeyOf(new Decision { Verdict = Verdict.Deny, Reason = reason }, strikes);
}
