using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Text;

/// <summary>
/// The built-in words of abuse in seven languages: insults, slurs, threats. A mild insult counts only where it is said to somebody, and none counts
/// where it is reported (<see cref="AbuseContext"/>). Curses that mean nobody are not in it. All seven are looked for whatever language is spoken.
/// </summary>
public static class AbuseLexicon
{
    private const ulong Slur = 1;
    private const ulong Threat = 2;
    private const ulong Insult = 4;

    /// <summary>Counts only where it is said to somebody.</summary>
    private const ulong Mild = 8;

    private static readonly PhraseTable Table = PhraseTable.Build(
        from language in Languages.All
        from entry in LexiconFile.Read($"Text/Lexicon/abuse_{Languages.TagOf(language)}.txt")
        select (entry.Text, MaskOf(entry.Section), entry.Exact));

    /// <summary>Adds a finding <c>abuse.insult</c>, <c>abuse.slur</c> or <c>abuse.threat</c> for each place; allocates nothing when there is none.</summary>
    /// <param name="views">The prepared text.</param>
    /// <param name="field">Name of the text in findings.</param>
    /// <param name="severity">Severity of the findings; <see cref="Verdict.Allow"/> only notes.</param>
    /// <param name="monitored">The rule is in monitor.</param>
    /// <param name="findings">Where they go.</param>
    /// <returns>Places found, at most <see cref="WordList.MaxFindings"/>.</returns>
    public static int Inspect(TextViews views, string field, Verdict severity, bool monitored, FindingList findings)
    {
        var template = new Finding("", CheckKind.ForbiddenWords, severity, Reason.ForbiddenContent) { Field = field, Monitored = monitored };
        var found = PhraseScan.Run(Table, views, template, Refine, findings, Counts);
        return found + ElongatedWords.Run(Table, views, template, Refine, findings, Counts, WordList.MaxFindings - found);
    }

    private static readonly Func<ulong, Finding, Finding> Refine = static (mask, finding) => finding with { Code = CodeOf(mask) };

    private static readonly PhraseFilter Counts =
        static (views, view, first, count, mask) => AbuseContext.Counts(Table, views, view, first, count, mild: mask == Mild);

    private static ulong MaskOf(string section) => section switch
    {
        "slur" => Slur,
        "threat" => Threat,
        "mild" => Mild,
        _ => Insult,
    };

    private static string CodeOf(ulong mask) => (mask & Slur) != 0 ? "abuse.slur" : (mask & Threat) != 0 ? "abuse.threat" : "abuse.insult";
}
