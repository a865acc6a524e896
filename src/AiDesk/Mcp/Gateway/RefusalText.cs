using System.Collections.Frozen;
using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>Why a call did not run, for the model and the person in front of it: no rule, limit, id or tenant is named.</summary>
internal static class RefusalText
{
    /// <summary>Places of arguments that are named at most.</summary>
    private const int PlacesLimit = 5;

    private const string Other = "Policy does not allow this call.";

    private static readonly FrozenDictionary<Reason, string> Sentences = new Dictionary<Reason, string>
    {
        [Reason.TenantFrozen] = "Everything is stopped at the moment: no tool may run.",
        [Reason.SessionBlocked] = "This session is blocked.",
        [Reason.PromptInjection] = "The arguments read like instructions to the model.",
        [Reason.ForbiddenContent] = "The arguments hold words that are not allowed.",
        [Reason.RateLimited] = "Too many calls: try again later.",
        [Reason.UnknownTool] = "This tool is not among those that may be used.",
        [Reason.ToolNotAllowed] = "This tool may not be used here.",
        [Reason.InvalidArguments] = "The arguments are not what is allowed for this tool.",
        [Reason.UntrustedArgument] = "An address, number or id in the arguments comes from a text that nobody vouches for.",
        [Reason.OutsideActiveHours] = "This may not be done at this time of day.",
        [Reason.LegalReview] = "This needs a legal review.",
        [Reason.FinanceReview] = "This needs a review of its finances.",
        [Reason.DailyBudgetExhausted] = "Today's budget is spent.",
        [Reason.CampaignBudgetCap] = "The campaign's budget is spent.",
        [Reason.DepartmentBudgetExhausted] = "The department's budget is spent.",
        [Reason.BudgetExhausted] = "The budget is spent.",
        [Reason.SectorRule] = "The rules of the sector do not allow this now.",
        [Reason.RiskLevel] = "This is too risky to be done without a person.",
        [Reason.SessionTainted] = "Something that was read in this session tried to give instructions; what reaches the outside is held back.",
        [Reason.CheckFailed] = "The call could not be checked.",
        [Reason.DependencyDown] = "The call could not be checked: a part of the policy service is down. Try again later.",
        [Reason.OneMessagePerRun] = "This session has sent its one message already.",
        [Reason.MissingDescriptor] = "The call lacks something that it must say to be counted.",
        [Reason.CopilotReview] = "A person decides on what reaches the outside.",
        [Reason.RecordingUnavailable] = "The call could not be recorded: try again later.",
    }.ToFrozenDictionary();

    public static string Denied(Decision decision)
    {
        var text = "Not run. " + Sentences.GetValueOrDefault(decision.Reason, Other);
        var places = decision.Reason == Reason.InvalidArguments
            ? decision.Findings.Where(finding => finding.Reason == Reason.InvalidArguments).Select(finding => finding.Span?.Field ?? "").Where(place => place.StartsWith('/')).Distinct(StringComparer.Ordinal).Take(PlacesLimit).ToArray()
            : [];
        text += places.Length == 0 ? "" : $" Look at {string.Join(", ", places)}.";
        return decision.Obligations.Contains(Obligation.TransferToHuman) ? text + " A person should take over." : text;
    }

    public static string Waits(Reason reason, bool escalated, string decisionId) =>
        $"Not run yet: it waits for {(escalated ? "the people responsible" : "a person")} to approve it (decision {decisionId}). "
        + (reason == Reason.Unspecified ? "" : Sentences.GetValueOrDefault(reason, "") + " ").TrimStart()
        + "Once it is approved, make the same call with the same arguments again.";

    public static bool HasSentence(Reason reason) => Sentences.ContainsKey(reason);
}
