using System.Text;
using AiDesk.Policy.Injection;
using AiDesk.Policy.Injection.Learned;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Text;

namespace AiDesk.BrowserGuard;

/// <summary>chat-guard-patterns.js: what the engine knows, as far as the guard uses it.</summary>
internal static class PatternFile
{
    public static string Content()
    {
        var script = new StringBuilder(GeneratedFiles.Header);
        script.Append(
            """
            // A text of phrases: each begins with a capital letter, which says how many characters it shares with the one before (A none, B one, ... Z 25);
            // "ignor(a|e)" is two phrases. Words are folded: lower case, without accents.


            """.ReplaceLineEndings("\n"));
        WriteDefaults(script);
        WriteContext(script);
        WriteRules(script);
        CharacterTables.Write(script);
        SignatureWords.Write(script);
        script.Append('\n');
        AbuseWords.Write(script);
        return script.ToString();
    }

    /// <summary>
    /// Evidence from which signatures alone are denied, however harmless the wording around them: by the shipped calibration, at the default of input.injection.deny_at.
    /// </summary>
    internal static double DenyEvidence()
    {
        for (var tenths = (int)(ScoreCalibration.StrongEvidence * 10); tenths <= (int)(ScoreCalibration.MostEvidence * 10); tenths++)
        {
            if (ScoreCalibration.Probability(InjectionModel.Shipped.Calibration.LogOdds(tenths / 10.0, 0, 1)) >= new InputRules().DenyAt)
            {
                return tenths / 10.0;
            }
        }

        throw new InvalidOperationException("no evidence of signatures alone is denied by the shipped weights");
    }

    private static void WriteDefaults(StringBuilder script)
    {
        var input = new InputRules();
        var strikes = new StrikeRules();
        var counted = Enum.GetValues<StrikeCause>().Where(cause => cause != StrikeCause.None && strikes.Counts.HasFlag(cause)).Select(cause => ScriptText.Quote(cause.ToString().ToLowerInvariant()));
        script.Append("/** The defaults of a policy: lengths in code points, times in milliseconds. */\nexport const defaults = {\n")
            .Append("  minLength: ").Append(input.MinChars).Append(",\n  maxLength: ").Append(input.MaxChars)
            .Append(",\n  duplicateWithin: ").Append(input.DuplicateWithinMs).Append(",\n  maxRepeats: ").Append(input.DuplicateMaxRepeats)
            .Append(",\n  strikeCounts: [").AppendJoin(", ", counted).Append("],\n  blockAt: ").Append(strikes.BlockAt)
            .Append(",\n  forgetAfter: ").Append(strikes.ForgetAfterMs).Append(",\n  blockFor: ").Append(strikes.BlockForMs).Append(",\n};\n\n")
            .Append("/** Evidence that the engine denies whatever stands around it. */\nexport const denyAt = ").Append(ScriptText.Number(DenyEvidence())).Append(";\n\n");
    }

    private static void WriteContext(StringBuilder script) =>
        script.Append("/** What stands around a match adds so much to it; distances are in words, near in characters. */\nexport const context = {\n")
            .Append("  negated: ").Append(ScriptText.Number(SentenceContext.Negated)).Append(",\n  firstPerson: ").Append(ScriptText.Number(SentenceContext.FirstPerson))
            .Append(",\n  askedBefore: ").Append(ScriptText.Number(SentenceContext.AskedBefore)).Append(",\n  askedNear: ").Append(ScriptText.Number(SentenceContext.AskedNear))
            .Append(",\n  told: ").Append(ScriptText.Number(SentenceContext.Told)).Append(",\n  ordinaryMail: ").Append(ScriptText.Number(SentenceContext.OrdinaryMail))
            .Append(",\n  nearWords: ").Append(SentenceContext.NearWords).Append(",\n  subjectWords: ").Append(SentenceContext.SubjectWords)
            .Append(",\n  minSentence: ").Append(SignatureScan.MinSentence).Append(",\n  second: ").Append(ScriptText.Number(EvidenceSheet.SecondWeight))
            .Append(",\n  near: ").Append(EvidenceSheet.Near).Append(",\n};\n\n");

    private static void WriteRules(StringBuilder script)
    {
        script.Append("export const languages = [").AppendJoin(", ", Languages.All.Select(language => ScriptText.Quote(Languages.TagOf(language)))).Append("];\n\n")
            .Append("/** From a word to its object, and what further words add. */\nexport const rules = [\n");
        foreach (var rule in GuardRule.All)
        {
            script.Append("  { name: ").Append(ScriptText.Quote(rule.Name)).Append(", from: [").AppendJoin(", ", GuardClasses.All.Where(known => (known.Class & rule.From) != 0).Select(known => Name(known.Class)))
                .Append("], to: ").Append(Weights(rule.To)).Append(", reach: ").Append(rule.Reach).Append(", behind: ").Append(rule.Behind)
                .Append(", parts: ").Append(Weights(rule.Parts)).Append(", most: ").Append(ScriptText.Number(rule.Most))
                .Append(", before: ").Append(Weights(rule.Before ?? [])).Append(rule.Needs == SignatureClass.None ? "" : $", needs: {Name(rule.Needs)}").Append(" },\n");
        }

        script.Append("];\n\n");
    }

    private static string Weights((SignatureClass Class, double Weight)[] of) =>
        of.Length == 0 ? "{}" : "{ " + string.Join(", ", of.Select(part => $"{GuardClasses.NameOf(part.Class)}: {ScriptText.Number(part.Weight)}")) + " }";

    private static string Name(SignatureClass of) => ScriptText.Quote(GuardClasses.NameOf(of));
}
