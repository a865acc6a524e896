using Microsoft.Extensions.Logging;

namespace AiDesk.Agent.Graph;

/// <summary>What the graph logs. Ids only: no text of a person.</summary>
internal static partial class Log
{
    [LoggerMessage(3101, LogLevel.Warning, "No run can be claimed at the moment")]
    public static partial void ClaimFailed(ILogger logger, Exception fault);

    [LoggerMessage(3102, LogLevel.Information, "Run {Run} is held by another worker now")]
    public static partial void LeaseLost(ILogger logger, Guid run);

    [LoggerMessage(3103, LogLevel.Error, "Run {Run} failed in attempt {Attempt}; it is taken up again after its lease")]
    public static partial void RunFailed(ILogger logger, Guid run, int attempt, Exception fault);

    [LoggerMessage(3104, LogLevel.Warning, "The lease of run {Run} was not renewed")]
    public static partial void RenewalFailed(ILogger logger, Guid run, Exception fault);
}
