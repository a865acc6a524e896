using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Tools;

/// <summary>Which sentence a person is shown when a tool call does not go on: keys of the message file.</summary>
internal static class ToolCallMessages
{
    public static string KeyOf(Decision decision)
    {
        if (decision.Verdict != Verdict.Deny)
        {
            return decision.Obligations.HasFlag(Obligations.AddNotice) ? "guard.approvalPending" : "";
        }

        if (decision.Obligations.HasFlag(Obligations.TransferToHuman))
        {
            return "guard.transfer";
        }

        return decision.Reason switch
        {
            Reason.RateLimited => "guard.rateLimited",
            Reason.DailyBudgetExhausted or Reason.CampaignBudgetCap or Reason.DepartmentBudgetExhausted or Reason.BudgetExhausted => "guard.budget",
            _ => "guard.unavailable",
        };
    }
}
