namespace AiDesk.Agent.Knowledge.Syncing;

/// <param name="Added">New, or back from the archive.</param>
/// <param name="Moved">At another place, or under another heading.</param>
/// <param name="Archived">No longer in the document.</param>
/// <param name="Kept">As they were.</param>
internal readonly record struct PassageCounts(int Added, int Moved, int Archived, int Kept);
