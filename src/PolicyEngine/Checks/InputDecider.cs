using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Checks;

/// <summary>CheckInput after the counters: readings become findings, strikes become warnings, the verdict is concluded.</summary>
internal static class InputDecider
{
    public static void Decide(PolicySnapshot snapshot, in InputCheck check, Evaluation work)
    {
        ReadingJudge.Judge(work);
        DecisionMaker.Conclude(snapshot, check.Context, work);
        var strikes = StrikeReading.Of(snapshot, work);
        if (strikes.Added)
        {
            work.Findings.Add(new Finding("strike.added", CheckKind.Strikes, Verdict.Allow, Reason.Strike)
            {
                Detail = $"strike {strikes.Count} of {snapshot.Strikes!.BlockAt}",
            });
        }

        if (work.Decision.Verdict == Verdict.Deny && strikes.Blocked)
        {
            work.Decision.Obligations |= Obligations.EndSession;
        }

        work.Decision.MessageKey = InputMessages.KeyOf(work.Decision, strikes);
    }
}
