using AiDesk.Policy.Decisions;
using AiDesk.Policy.Injection;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Text;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Checks;

/// <summary>The texts that a model will read and that nobody vouches for: instructions in them are cut and taint; they never deny or strike the customer.</summary>
internal static class UntrustedInspector
{
    private static readonly string[] OriginNames = [.. Enum.GetNames<TextOrigin>().Select(name => name.ToLowerInvariant())];

    /// <summary>Answers whether any of them taints the session.</summary>
    public static bool Inspect(PolicySnapshot snapshot, ReadOnlySpan<UntrustedText> texts, Evaluation work)
    {
        var tainted = false;
        for (var i = 0; i < texts.Length; i++)
        {
            ref readonly var text = ref texts[i];
            work.InputTokens += snapshot.Tokens.Estimate(text.Text);
            work.Checks.Set(CheckKind.Injection, CheckOutcome.Ran);
            var cut = InjectionCut.Run(work.Views, text.Text, FieldOf(i), RulesOf(snapshot), work.Findings);
            InputValues.ReadUntrusted(text.Text, cut.WasCut, work);
            work.InjectionScore = Math.Max(work.InjectionScore, cut.Score);
            tainted |= cut.Score >= snapshot.Input.FlagAt;
            work.Cleaned.Add(new CleanedText(text.Id, Datamark.Wrap(text.Id, OriginNames[(int)text.Origin], cut.Text), cut.WasCut));
        }

        return tainted;
    }

    /// <summary>From the flag point on a finding is made and its place cut, and it never denies.</summary>
    public static InjectionRules RulesOf(PolicySnapshot snapshot) => new() { FlagAt = snapshot.Input.FlagAt, DenyAt = snapshot.Input.FlagAt, Severity = Verdict.Allow };

    private static string FieldOf(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"untrusted[{index}].text");
}
