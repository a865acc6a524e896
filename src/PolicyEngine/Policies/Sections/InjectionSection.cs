using System.Globalization;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

internal sealed record InjectionPoints(double DenyAt, double FlagAt, Enforcement Enforcement)
{
    public static InjectionPoints Standard { get; } = new(new InputRules().DenyAt, new InputRules().FlagAt, Enforcement.Enforce);
}

/// <summary><c>input.injection:</c></summary>
internal static class InjectionSection
{
    private static readonly PolicyKey<double> DenyAt = new("deny_at", new ScoreShape(), "Score from which a message is denied, PROMPT_INJECTION.") { Default = InjectionPoints.Standard.DenyAt, DefaultText = "0.90" };
    private static readonly PolicyKey<double> FlagAt = new("flag_at", new ScoreShape(), "Score from which it is a finding and taints the session; at most deny_at. In untrusted texts a hit is cut.") { Default = InjectionPoints.Standard.FlagAt, DefaultText = "0.60" };
    private static readonly PolicyKey<Enforcement> Binds = Keys.EnforcementOf("the injection score");

    public static RecordShape<InjectionPoints> Shape { get; } = new(
        "input.injection",
        "Attempts to instruct the model, scored from 0 to 1.",
        [DenyAt, FlagAt, Binds],
        Read);

    private static InjectionPoints Read(RecordReader injection)
    {
        var rules = new InjectionPoints(injection.Get(DenyAt), injection.Get(FlagAt), injection.Enforcement(Binds));
        if (rules.FlagAt > rules.DenyAt)
        {
            injection.Fault(FlagAt, string.Create(CultureInfo.InvariantCulture, $"is {rules.FlagAt}, above deny_at, which is {rules.DenyAt}: nothing would ever be flagged"));
        }

        if (rules.FlagAt <= 0)
        {
            injection.Fault(FlagAt, "is 0: every message would be flagged");
        }

        return rules;
    }
}
