using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Leaks;

/// <summary>Does a reply hold something that must not leave? Linear in the text; allocates nothing when it is clean.</summary>
public static class LeakDetector
{
    /// <summary>
    /// Looks for secrets, tokens, technical identifiers, stack traces, SQL, file paths, raw JSON, tool names, personal data and unknown links. Findings have
    /// exact places: <see cref="Redactor"/> works on them.
    /// </summary>
    /// <param name="text">The whole text as it came, of any length.</param>
    /// <param name="field">Name of the text in findings.</param>
    /// <param name="options">The tenant's.</param>
    /// <param name="findings">Where findings go: codes <c>leak.*</c>, <see cref="CheckKind.Leaks"/>, <see cref="Reason.Leak"/>.</param>
    public static void Inspect(ReadOnlySpan<char> text, string field, LeakOptions options, FindingList findings) => Inspect(text, field, options, findings, null);

    /// <summary>As above; what the conversation may excuse goes to <paramref name="pending"/> instead.</summary>
    internal static void Inspect(ReadOnlySpan<char> text, string field, LeakOptions options, FindingList findings, PendingLeaks? pending)
    {
        var scan = new LeakScan(text, field, options, findings, pending);

        // From the most to the least specific: a place is reported once.
        JwtScan.Run(scan);
        SecretFormScan.Run(scan);
        CommandSecrets.Run(scan);
        SecretScan.Run(scan);
        StackTraceScan.Run(scan);
        SqlScan.Run(scan);
        SqlErrors.Run(scan);
        JsonScan.Run(scan);
        NamedSecretScan.Run(scan);
        LinkScan.Run(scan);
        Infrastructure.Run(scan);
        PathScan.Run(scan);
        IdentifierScan.Run(scan);
        PersonalDataScan.Run(scan);
    }

    /// <summary>
    /// Looks for overlap with the tenant's system prompts and for its canaries, in every view: verbatim, disguised or encoded. Findings
    /// <c>leak.prompt_overlap</c>, <see cref="CheckKind.PromptOverlap"/>, and <c>leak.canary</c>, <see cref="CheckKind.Leaks"/>. Windows of a long text are inspected one by one.
    /// </summary>
    /// <param name="views">The prepared text.</param>
    /// <param name="field">Name of the text in findings.</param>
    /// <param name="options">The tenant's.</param>
    /// <param name="findings">Where findings go.</param>
    public static void InspectOverlap(TextViews views, string field, LeakOptions options, FindingList findings)
    {
        if (!options.SystemPrompts.IsEmpty)
        {
            PromptOverlap.Run(views, field, options, findings);
        }

        if (!options.Canaries.IsEmpty)
        {
            CanaryScan.Run(views, field, options, findings);
        }
    }
}
