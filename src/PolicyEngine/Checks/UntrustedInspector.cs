using AiDesk.Policy.Decisions;
using AiDesk.Policy.Injection;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Text;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Checks;

/// <summary>
/// The texts that a model will read and that nobody vouches for: instructions in them are cut and taint; they never deny or strike the customer, but for a message that
/// completes what earlier turns began. Each is judged by itself, then those that stand together are judged as one.
/// </summary>
internal static class UntrustedInspector
{
    private static readonly string[] OriginNames = [.. Enum.GetNames<TextOrigin>().Select(name => name.ToLowerInvariant())];

    /// <summary>Answers whether any of them taints the session.</summary>
    /// <param name="snapshot">The policy.</param>
    /// <param name="texts">The texts, in the order in which the model reads them.</param>
    /// <param name="message">The customer's message, judged by itself already; null when there is none or it was refused unread.</param>
    /// <param name="work">Where findings and cleaned texts go.</param>
    public static bool Inspect(PolicySnapshot snapshot, ReadOnlySpan<UntrustedText> texts, string? message, Evaluation work)
    {
        if (texts.IsEmpty)
        {
            return false;
        }

        work.Checks.Set(CheckKind.Injection, CheckOutcome.Ran);
        var rules = RulesOf(snapshot);
        var parts = new UntrustedPart[texts.Length + 1];
        for (var i = 0; i < texts.Length; i++)
        {
            var text = texts[i].Text;
            work.InputTokens += snapshot.Tokens.Estimate(text);
            parts[i] = new UntrustedPart { Field = FieldOf(i), Text = text };
            parts[i].Score = InjectionCut.Find(work.Views, text, parts[i].Field, rules, work.Findings, ref parts[i].Remaining);
            InputValues.ReadUntrusted(text, parts[i].Remaining is not null, work);
        }

        parts[^1] = new UntrustedPart { Field = InputInspector.MessageField, Text = message ?? "", IsMessage = true };
        InspectJoined(snapshot, texts, message is not null, parts, work);

        // The message's own part says only what it completes; it was judged by itself before.
        var tainted = parts[^1].Score >= snapshot.Input.FlagAt;
        foreach (ref readonly var part in parts.AsSpan())
        {
            work.InjectionScore = Math.Max(work.InjectionScore, part.Score);
            tainted |= part.Score >= rules.FlagAt;
        }

        for (var i = 0; i < texts.Length; i++)
        {
            var cut = parts[i].Remaining is { } remaining ? InjectionCut.Assemble(texts[i].Text, remaining) : texts[i].Text;
            work.Cleaned.Add(new CleanedText(texts[i].Id, Datamark.Wrap(texts[i].Id, OriginNames[(int)texts[i].Origin], cut), parts[i].Remaining is not null));
        }

        return tainted;
    }

    /// <summary>From its point on a finding is made and its place cut, and it never denies.</summary>
    public static InjectionRules RulesOf(PolicySnapshot snapshot) =>
        new() { FlagAt = snapshot.Input.UntrustedFlagAt, DenyAt = snapshot.Input.UntrustedFlagAt, Severity = Verdict.Allow };

    /// <summary>Turns with the message, as they were said; everything else as it was given.</summary>
    private static void InspectJoined(PolicySnapshot snapshot, ReadOnlySpan<UntrustedText> texts, bool hasMessage, Span<UntrustedPart> parts, Evaluation work)
    {
        var turns = new List<int>();
        var others = new List<int>();
        for (var i = 0; i < texts.Length; i++)
        {
            (texts[i].Origin == TextOrigin.History ? turns : others).Add(i);
        }

        if (hasMessage)
        {
            turns.Add(parts.Length - 1);
        }

        JoinedTexts.Inspect(parts, turns, InputInspector.RulesOf(snapshot), RulesOf(snapshot), work);
        JoinedTexts.Inspect(parts, others, InputInspector.RulesOf(snapshot), RulesOf(snapshot), work);
    }

    private static string FieldOf(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"untrusted[{index}].text");
}
