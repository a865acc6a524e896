using System.Globalization;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

internal sealed record InjectionPoints(double DenyAt, double FlagAt, double UntrustedFlagAt, Enforcement Enforcement)
{
    public static InjectionPoints Standard { get; } = new(new InputRules().DenyAt, new InputRules().FlagAt, new InputRules().UntrustedFlagAt, Enforcement.Enforce);
}

/// <summary><c>input.injection:</c></summary>
internal static class InjectionSection
{
    private static readonly PolicyKey<double> DenyAt = new("deny_at", new ScoreShape(), "Score from which a message is denied, PROMPT_INJECTION.") { Default = InjectionPoints.Standard.DenyAt, DefaultText = "0.90" };
    private static readonly PolicyKey<double> FlagAt = new("flag_at", new ScoreShape(), "Score from which a message is a finding and taints the session; at most deny_at.") { Default = InjectionPoints.Standard.FlagAt, DefaultText = "0.60" };
    private static readonly PolicyKey<double> UntrustedFlagAt = new("untrusted_flag_at", new ScoreShape(), "Score from which a place in an untrusted text or a tool's output is a finding, is cut, and taints the session. Lower cuts more, of attacks and of harmless documents.") { Default = InjectionPoints.Standard.UntrustedFlagAt, DefaultText = "0.85" };
    private static readonly PolicyKey<Enforcement> Binds = Keys.EnforcementOf("the injection score");

    public static RecordShape<InjectionPoints> Shape { get; } = new(
        "input.injection",
        "Attempts to instruct the model, scored from 0 to 1.",
        [DenyAt, FlagAt, UntrustedFlagAt, Binds],
        Read);

    private static InjectionPoints Read(RecordReader injection)
    {
        var rules = new InjectionPoints(injection.Get(DenyAt), injection.Get(FlagAt), injection.Get(UntrustedFlagAt), injection.Enforcement(Binds));
        if (rules.FlagAt > rules.DenyAt)
        {
            injection.Fault(FlagAt, string.Create(CultureInfo.InvariantCulture, $"is {rules.FlagAt}, above deny_at, which is {rules.DenyAt}: nothing would ever be flagged"));
        }

        if (rules.FlagAt <= 0)
        {
            injection.Fault(FlagAt, "is 0: every message would be flagged");
        }

        if (rules.UntrustedFlagAt <= 0)
        {
            injection.Fault(UntrustedFlagAt, "is 0: every untrusted text would be cut");
        }

        return rules;
    }
}
