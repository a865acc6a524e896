namespace AiDesk.Agent.Runs;

/// <summary>A run in the hands of one worker.</summary>
/// <param name="Tenant">Whose it is: from the row, as background work has no token.</param>
/// <param name="RunId">The run.</param>
/// <param name="Fence">What a write must still find in the row.</param>
/// <param name="Attempt">From 1: how often it was begun or taken up again.</param>
internal sealed record ClaimedRun(string Tenant, Guid RunId, long Fence, int Attempt);
