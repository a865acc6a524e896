using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Checks;

/// <summary>Which sentence a customer is shown after CheckInput: keys of the message file, one list for the server and the browser.</summary>
internal static class InputMessages
{
    public static string KeyOf(Decision decision, in StrikeReading strikes)
    {
        if (decision.Verdict != Verdict.Deny)
        {
            return "";
        }

        if (strikes.Blocked)
        {
            return "guard.blocked";
        }

        return decision.Reason switch
        {
            Reason.TooLong => "guard.tooLong",
            Reason.Empty or Reason.TooShort or Reason.SymbolsOnly => "guard.invalidContent",
            Reason.RateLimited => "guard.rateLimited",
            Reason.DailyBudgetExhausted or Reason.CampaignBudgetCap or Reason.DepartmentBudgetExhausted or Reason.BudgetExhausted => "guard.budget",
            Reason.TenantFrozen or Reason.DependencyDown or Reason.CheckFailed or Reason.RecordingUnavailable or Reason.MissingDescriptor => "guard.unavailable",
            _ when strikes.Added => strikes.Count <= 1 ? "guard.warning1" : "guard.warning2",
            Reason.Duplicate => "guard.duplicate",
            _ => "guard.invalidContent",
        };
    }
}
