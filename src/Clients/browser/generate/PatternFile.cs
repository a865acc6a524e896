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

    private static void WriteRules(StringBuilder script)
    {
        script.Append("export const languages = [").AppendJoin(", ", Languages.All.Select(language => ScriptText.Quote(Languages.TagOf(language)))).Append("];\n\n")
            .Append("/** From a word to its object, and what further words add. */\nexport const rules = [\n");
        foreach (var rule in GuardRule.All)
        {
            script.Append("  { name: ").Append(ScriptText.Quote(rule.Name)).Append(", from: [").AppendJoin(", ", GuardClasses.All.Where(known => (known.Class & rule.From) != 0).Select(known => Name(known.Class)))
                .Append("], to: { ").Append(Weights(rule.To)).Append(" }, reach: ").Append(rule.Reach).Append(", behind: ").Append(rule.Behind)
                .Append(", parts: { ").Append(Weights(rule.Parts)).Append(" }, most: ").Append(ScriptText.Number(rule.Most))
                .Append(", before: { ").Append(Weights(rule.Before ?? [])).Append(" }").Append(rule.Needs == SignatureClass.None ? "" : $", needs: {Name(rule.Needs)}").Append(" },\n");
        }

        script.Append("];\n\n");
    }

    private static string Weights((SignatureClass Class, double Weight)[] of) =>
        string.Join(", ", of.Select(part => $"{GuardClasses.NameOf(part.Class)}: {ScriptText.Number(part.Weight)}"));

    private static string Name(SignatureClass of) => ScriptText.Quote(GuardClasses.NameOf(of));
}
