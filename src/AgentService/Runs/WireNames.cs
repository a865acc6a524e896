using System.Collections.Frozen;
using Wire = AiDesk.Agent.V1;

namespace AiDesk.Agent.Runs;

/// <summary>Between the words of the columns and the enums of the wire.</summary>
internal static class WireNames
{
    private static readonly FrozenDictionary<string, Wire.RejectReason> Reasons = new Dictionary<string, Wire.RejectReason>(StringComparer.Ordinal)
    {
        ["incorrect"] = Wire.RejectReason.Incorrect,
        ["tone"] = Wire.RejectReason.Tone,
        ["incomplete"] = Wire.RejectReason.Incomplete,
        ["policy"] = Wire.RejectReason.Policy,
        ["human_reply"] = Wire.RejectReason.HumanReply,
        ["not_needed"] = Wire.RejectReason.NotNeeded,
        ["other"] = Wire.RejectReason.Other,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Wire.RejectReason, string> ReasonNames = Reasons.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static Wire.RunState State(string? name) => name switch
    {
        "running" => Wire.RunState.Running,
        "pending_approval" => Wire.RunState.PendingApproval,
        "approved" => Wire.RunState.Approved,
        "approved_sent" => Wire.RunState.ApprovedSent,
        "rejected" => Wire.RunState.Rejected,
        "send_failed" => Wire.RunState.SendFailed,
        "completed" => Wire.RunState.Completed,
        _ => Wire.RunState.Unspecified,
    };

    /// <summary>Null for one that is none.</summary>
    public static string? State(Wire.RunState state) => state is > Wire.RunState.Unspecified and <= Wire.RunState.Completed ? RunMoves.NameOf((RunState)((int)state - 1)) : null;

    public static Wire.RejectReason Reason(string? name) => name is null ? Wire.RejectReason.Unspecified : Reasons.GetValueOrDefault(name);

    /// <summary>Null for one that is none.</summary>
    public static string? Reason(Wire.RejectReason reason) => ReasonNames.GetValueOrDefault(reason);

    public static Wire.MessageAuthor Author(string name) => name switch
    {
        "customer" => Wire.MessageAuthor.Customer,
        "agent" => Wire.MessageAuthor.Agent,
        "bot" => Wire.MessageAuthor.Bot,
        _ => Wire.MessageAuthor.System,
    };

    public static Wire.ConversationStatus Status(string name) => name switch
    {
        "open" => Wire.ConversationStatus.Open,
        "waiting" => Wire.ConversationStatus.Waiting,
        _ => Wire.ConversationStatus.Solved,
    };

    public static Wire.ApprovalKind Kind(string name) => name switch
    {
        "draft" => Wire.ApprovalKind.Draft,
        "tool_call" => Wire.ApprovalKind.ToolCall,
        "post_review" => Wire.ApprovalKind.PostReview,
        _ => Wire.ApprovalKind.FailedSend,
    };

    public static Wire.ApprovalType Type(string name) => name == "standard" ? Wire.ApprovalType.Standard : Wire.ApprovalType.ExecutiveEscalation;
}
