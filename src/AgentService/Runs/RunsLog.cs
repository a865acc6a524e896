using Microsoft.Extensions.Logging;

namespace AiDesk.Agent.Runs;

/// <summary>What runs, approvals and sending log: ids, never text of a person.</summary>
internal static partial class RunsLog
{
    [LoggerMessage(2101, LogLevel.Warning, "{Service}: the database does not answer; trying again")]
    public static partial void DatabaseAway(ILogger log, string service, Exception fault);

    [LoggerMessage(2102, LogLevel.Information, "outbox row {Outbox} was taken by another dispatcher; this attempt changed nothing")]
    public static partial void LostRow(ILogger log, Guid outbox);

    [LoggerMessage(2103, LogLevel.Error, "outbox row {Outbox}: the attempt failed inside; its lease lapses and it is taken up again")]
    public static partial void AttemptFailed(ILogger log, Guid outbox, Exception fault);
}
