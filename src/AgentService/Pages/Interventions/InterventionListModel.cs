namespace AiDesk.Agent.Pages.Interventions;

/// <param name="Interventions">Newest first.</param>
/// <param name="Filter">What they are narrowed to.</param>
/// <param name="Reasons">What may be chosen.</param>
/// <param name="Problem">Key of the text that says why nothing can be shown now; empty when it can.</param>
/// <param name="Next">Token of the next page; may be empty.</param>
/// <param name="IsLater">Not the first page.</param>
public sealed record InterventionListModel(
    IReadOnlyList<InterventionView> Interventions, InterventionFilter Filter, IReadOnlyList<string> Reasons, string Problem, string Next, bool IsLater);
