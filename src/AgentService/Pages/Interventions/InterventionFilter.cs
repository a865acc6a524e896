namespace AiDesk.Agent.Pages.Interventions;

/// <summary>What the feed is narrowed to, as it was asked for; what is empty does not narrow.</summary>
/// <param name="Verdict">As "deny".</param>
/// <param name="Reason">As "PROMPT_INJECTION".</param>
/// <param name="Tool">Exactly.</param>
/// <param name="Run">Exactly.</param>
/// <param name="Session">Exactly; for admins.</param>
/// <param name="From">First day, as "2026-11-21", in the desk's zone.</param>
/// <param name="To">Last day.</param>
public sealed record InterventionFilter(string Verdict, string Reason, string Tool, string Run, string Session, string From, string To)
{
    public bool IsNarrow => (Verdict + Reason + Tool + Run + Session + From + To).Length > 0;
}
