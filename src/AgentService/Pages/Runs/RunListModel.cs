using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Runs;

/// <param name="Runs">Newest first.</param>
/// <param name="State">Only those; unspecified for all.</param>
/// <param name="Next">Token of the next page; may be empty.</param>
/// <param name="IsLater">Not the first page.</param>
public sealed record RunListModel(IReadOnlyList<Run> Runs, RunState State, string Next, bool IsLater);
