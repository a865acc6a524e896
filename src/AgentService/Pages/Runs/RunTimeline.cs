using AiDesk.Agent.V1;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace AiDesk.Agent.Pages.Runs;

/// <summary>Puts what is known of a run in the order in which it happened.</summary>
internal static class RunTimeline
{
    private const string PeoplesNode = "approval";

    /// <param name="run">With decisions and tool calls.</param>
    /// <param name="messages">The one that it answers and those that it made.</param>
    /// <param name="events">Of the run; those that say again what a decision, a call or a message says are left out.</param>
    public static IReadOnlyList<RunMoment> Of(Run run, IEnumerable<Message> messages, IEnumerable<DeskEvent> events)
    {
        var told = events.Where(IsTold).ToList();
        var moments = new List<RunMoment>();
        moments.AddRange(messages.Select(message => new MessageMoment(message)));
        moments.AddRange(run.Decisions.Select(decision => new DecisionMoment(decision)));
        moments.AddRange(run.ToolCalls.Select(call => new ToolCallMoment(call, TimeOf(run, call))));
        moments.AddRange(told.Select(happened => new EventMoment(happened)));
        if (run.Draft is { } draft)
        {
            moments.Add(new DraftMoment(draft, TimeOfDraft(run, told)));
        }

        // Stable: what has the same time and rank stays in the order in which it was written.
        return [.. moments.OrderBy(moment => moment.Time.ToDateTimeOffset()).ThenBy(moment => moment.Rank)];
    }

    private static bool IsTold(DeskEvent happened) => happened.Kind switch
    {
        "message" or "tool_executed" or "tool_blocked" => false,
        "run_state" => happened.FromState != RunState.Unspecified,
        _ => true,
    };

    /// <summary>When it was carried out, else when it was decided on.</summary>
    private static Timestamp TimeOf(Run run, RunToolCall call) =>
        call.ExecuteTime ?? run.Decisions.FirstOrDefault(decision => decision.DecisionId == call.DecisionId)?.DecideTime ?? run.UpdateTime;

    /// <summary>When it was put before a person or into the outbox; while that is not on record yet, when policy looked at it last.</summary>
    private static Timestamp TimeOfDraft(Run run, List<DeskEvent> events) =>
        events.Where(happened => happened is { Kind: "run_state", FromState: RunState.Running, ToState: RunState.PendingApproval or RunState.Approved }).MaxBy(happened => happened.Time)?.Time
        ?? run.Decisions.LastOrDefault(decision => decision.Rpc == "CheckOutput" && decision.Node != PeoplesNode)?.DecideTime
        ?? run.UpdateTime;
}
