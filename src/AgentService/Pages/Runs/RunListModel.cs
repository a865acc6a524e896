using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Runs;

/// <param name="Rows">Newest first.</param>
/// <param name="State">Only those; unspecified for all.</param>
/// <param name="Conversation">Only its runs; empty for all.</param>
/// <param name="Next">Token of the next page; may be empty.</param>
/// <param name="IsLater">Not the first page.</param>
public sealed record RunListModel(IReadOnlyList<RunListRow> Rows, RunState State, string Conversation, string Next, bool IsLater)
{
    public bool IsFiltered => State != RunState.Unspecified || Conversation.Length > 0;
}

/// <param name="Run">Without decisions and tool calls.</param>
/// <param name="Customer">Name of the contact; empty when unknown.</param>
public sealed record RunListRow(Run Run, string Customer);
