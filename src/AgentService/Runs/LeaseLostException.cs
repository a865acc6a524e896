namespace AiDesk.Agent.Runs;

/// <summary>Another worker has the run, or it is not running any more: what this one wanted to write is void, and nothing was written.</summary>
internal sealed class LeaseLostException(Guid run) : Exception($"run {run} is held by another worker now");
