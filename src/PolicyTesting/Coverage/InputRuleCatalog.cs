using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Testing.Coverage;

/// <summary><c>input:</c> and <c>strikes:</c>.</summary>
internal static class InputRuleCatalog
{
    private const string Message = "message.text";

    public static IEnumerable<CoverageRule> Of(PolicySnapshot snapshot)
    {
        yield return new("input.empty", seen => seen.Found("shape.empty"));
        yield return new("input.min_chars", seen => seen.Found("shape.too_short"));
        yield return new("input.max_chars", seen => seen.Found("shape.too_long"));
        yield return new("input.symbols_only", seen => seen.Found("shape.symbols_only"));
        yield return new("input.injection.deny_at", seen => seen.Found(found => IsInjection(found, Message) && found.Severity == Verdict.Deny));
        if (snapshot.Input.FlagAt < snapshot.Input.DenyAt)
        {
            yield return new("input.injection.flag_at", seen => seen.Found(found => IsInjection(found, Message) && found.Severity == Verdict.Allow));
        }

        yield return new("input.injection.untrusted", seen => seen.Found(found => IsInjection(found, "untrusted[")));
        if (!snapshot.Input.ForbiddenWords.IsEmpty)
        {
            yield return new("input.forbidden_words", seen => seen.Kind == ObservedKind.Input && seen.Found("words.forbidden"));
        }

        if (snapshot.Input.Abuse != AbuseRule.Off)
        {
            yield return new("input.abuse", seen => seen.Kind == ObservedKind.Input && seen.Found(found => found.Code.StartsWith("abuse.", StringComparison.Ordinal)));
        }

        if (snapshot.Input.DuplicateWithinMs > 0)
        {
            yield return new("input.duplicates", seen => seen.Found("duplicate.message"));
        }

        foreach (var rule in snapshot.Strikes is { } strikes ? OfStrikes(strikes) : [])
        {
            yield return rule;
        }
    }

    private static IEnumerable<CoverageRule> OfStrikes(StrikeRules strikes)
    {
        foreach (var cause in Enum.GetValues<StrikeCause>().Where(cause => cause != StrikeCause.None && strikes.Counts.HasFlag(cause)))
        {
            yield return new("strikes.counts." + cause.ToString().ToLowerInvariant(), seen => seen.Found("strike.added") && seen.Found(found => CauseOf(found) == cause));
        }

        if (strikes.BlockAt > 1)
        {
            yield return new("strikes.first_warning", seen => seen.Work.Decision.MessageKey == "guard.warning1");
        }

        if (strikes.BlockAt > 2)
        {
            yield return new("strikes.second_warning", seen => seen.Work.Decision.MessageKey == "guard.warning2");
        }

        yield return new("strikes.block_at", seen => seen.Found("strike.added") && seen.Work.Decision.Obligations.HasFlag(Obligations.EndSession));
        yield return new("strikes.block_for", seen => seen.Found("strike.blocked"));
    }

    private static StrikeCause CauseOf(in Finding finding) => (finding.Check, finding.Severity) switch
    {
        (CheckKind.Injection, Verdict.Deny) => StrikeCause.Injection,
        (CheckKind.ForbiddenWords, Verdict.Deny) => StrikeCause.Forbidden,
        (CheckKind.Shape, Verdict.Deny) => StrikeCause.Shape,
        (CheckKind.Duplicates, Verdict.Deny) => StrikeCause.Duplicate,
        _ => StrikeCause.None,
    };

    private static bool IsInjection(in Finding finding, string field) =>
        finding.Check == CheckKind.Injection && finding.Field.StartsWith(field, StringComparison.Ordinal);
}
