using AiDesk.Policy.Injection;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Checks;

/// <summary>The texts that a model will read and that nobody vouches for: instructions in them are cut and taint; they never deny or strike the customer.</summary>
internal static class UntrustedInspector
{
    /// <summary>Answers whether any of them taints the session.</summary>
    public static bool Inspect(PolicySnapshot snapshot, ReadOnlySpan<UntrustedText> texts, Evaluation work)
    {
        var tainted = false;
        for (var i = 0; i < texts.Length; i++)
        {
            ref readonly var text = ref texts[i];
            work.InputTokens += TokenEstimator.Estimate(text.Text);
            work.Checks.Set(CheckKind.Injection, CheckOutcome.Ran);
            var cut = InjectionCutter.Cut(text.Text, FieldOf(i), snapshot.Input.FlagAt, work.Views, work.Findings, out var score);
            work.InjectionScore = Math.Max(work.InjectionScore, score);
            tainted |= score >= snapshot.Input.FlagAt;
            work.Cleaned.Add(new CleanedText(text.Id, Datamark.Wrap(text.Id, text.Origin, cut ?? text.Text), cut is not null));
        }

        return tainted;
    }

    private static string FieldOf(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"untrusted[{index}].text");
}
