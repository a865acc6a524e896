using AiDesk.Policy.Decisions;
using AiDesk.Policy.Injection;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Text;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Checks;

/// <summary>CheckInput before the counters: shape, injection and words of the message; injection of the untrusted texts; the counter operations.</summary>
internal static class InputInspector
{
    public const string MessageField = "message.text";

    public static void Inspect(PolicySnapshot snapshot, in InputCheck check, Evaluation work)
    {
        var tainted = false;
        InputValues.Begin(snapshot, work);
        if (check.Message is { } message)
        {
            work.InputTokens = snapshot.Tokens.Estimate(message);
            tainted = InspectMessage(snapshot, message, work);
        }

        tainted |= UntrustedInspector.Inspect(snapshot, check.Untrusted.Span, work.StoppedEarly ? null : check.Message, work);
        LimitPlanner.AddInput(snapshot, check, work);
        SessionPlanner.AddMessage(snapshot, check, work);
        SessionPlanner.AddTaint(check.Context, tainted, work);
        InputValues.Plan(snapshot, check.Context, work);
    }

    /// <summary>What the policy says of a message.</summary>
    public static InjectionRules RulesOf(PolicySnapshot snapshot) => new()
    {
        FlagAt = snapshot.Input.FlagAt,
        DenyAt = snapshot.Input.DenyAt,
        Monitored = snapshot.Input.InjectionEnforcement == Enforcement.Monitor,
    };

    /// <summary>Answers whether the session is tainted: a score from the flag point up.</summary>
    private static bool InspectMessage(PolicySnapshot snapshot, string message, Evaluation work)
    {
        var rules = snapshot.Input;
        work.Checks.Set(CheckKind.Shape, CheckOutcome.Ran);
        var shaped = MessageShape.Inspect(message, MessageField, rules.MinChars, rules.MaxChars, rules.ShapeEnforcement == Enforcement.Monitor, work.Findings);
        if (!shaped && rules.ShapeEnforcement == Enforcement.Enforce)
        {
            // What is refused for its length or emptiness is not read further: time stays bounded by max_chars.
            work.Checks.Set(CheckKind.Injection, CheckOutcome.Skipped);
            work.Checks.Set(CheckKind.ForbiddenWords, CheckOutcome.Skipped);
            work.MessageDigest = MessageDigest.Of(message);
            work.StoppedEarly = true;
            return false;
        }

        work.Checks.Set(CheckKind.Injection, CheckOutcome.Ran);
        work.Checks.Set(CheckKind.ForbiddenWords, CheckOutcome.Ran);
        var injection = RulesOf(snapshot);
        var score = 0.0;
        work.Views.Prepare(message);

        // The view holds a window: of a message that is longer than one, the text as it came tells the whole.
        work.MessageDigest = MessageDigest.Of(message.Length <= TextViews.WindowChars ? work.Views.Folded.Text : message);
        do
        {
            work.Checks.Begins(CheckKind.Injection);
            score = Math.Max(score, InjectionDetector.Inspect(work.Views, MessageField, injection, work.Findings));
            work.Checks.Begins(CheckKind.ForbiddenWords);
            WordCheck.Inspect(work.Views, rules.ForbiddenWords, rules.Abuse, rules.WordsEnforcement, MessageField, work.Findings);
            InputValues.ReadMessage(work);
        }
        while (work.Views.Advance(message));
        work.InjectionScore = score;
        return score >= rules.FlagAt;
    }
}
