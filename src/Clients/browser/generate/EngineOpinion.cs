using AiDesk.Policy;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.BrowserGuard;

/// <summary>What CheckInput says of a message by itself, under the default policy: its findings, not what a session's counters add.</summary>
internal sealed class EngineOpinion
{
    private static readonly PolicySnapshot Policy = new() { Tenant = "guard", Version = "0000000000000001", Strikes = new StrikeRules() };

    private readonly Evaluation _work = new();

    public MessageOpinion Of(string text)
    {
        _work.Clear();
        PolicyEngine.InspectInput(Policy, new InputCheck { Message = text }, _work);
        var opinion = MessageOpinion.Passes;
        foreach (ref readonly var finding in _work.Findings.Items)
        {
            var denies = finding.Severity == Verdict.Deny;
            var said = finding.Check switch
            {
                CheckKind.Shape => finding.Reason switch
                {
                    Reason.Empty => MessageOpinion.Empty,
                    Reason.TooShort => MessageOpinion.TooShort,
                    Reason.TooLong => MessageOpinion.TooLong,
                    _ => MessageOpinion.SymbolsOnly,
                },
                CheckKind.Injection => denies ? MessageOpinion.DeniesInjection : MessageOpinion.FlagsInjection,
                CheckKind.ForbiddenWords => denies ? MessageOpinion.DeniesAbuse : MessageOpinion.FlagsAbuse,
                _ => MessageOpinion.Passes,
            };
            opinion = said > opinion ? said : opinion;
        }

        return opinion;
    }

    public static string NameOf(MessageOpinion opinion) => opinion switch
    {
        MessageOpinion.Passes => "passes",
        MessageOpinion.FlagsAbuse => "flags abuse",
        MessageOpinion.FlagsInjection => "flags injection",
        MessageOpinion.DeniesAbuse => "denies abuse",
        MessageOpinion.DeniesInjection => "denies injection",
        MessageOpinion.SymbolsOnly => "symbols only",
        MessageOpinion.TooShort => "too short",
        MessageOpinion.TooLong => "too long",
        _ => "empty",
    };
}

/// <summary>In the order in which the stronger one is told.</summary>
internal enum MessageOpinion
{
    Passes,
    FlagsAbuse,
    FlagsInjection,
    DeniesAbuse,
    DeniesInjection,
    SymbolsOnly,
    TooShort,
    TooLong,
    Empty,
}
