using AiDesk.Policy.Checks;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Limits;

/// <summary>
/// What holds for strikes and budgets during an outage when the policy does not say: nobody watches an autopilot, and a side effect cannot be taken back, so
/// there they deny. A person who works with a copilot goes on, under counters of this process.
/// </summary>
internal static class OutageDefault
{
    public static OutageRule Of(OutageRule? rule, CallMode mode, SideEffect sideEffect) =>
        rule ?? (mode == CallMode.Copilot && sideEffect == SideEffect.None ? OutageRule.Local : OutageRule.Deny);
}
