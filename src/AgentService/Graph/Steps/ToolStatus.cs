using System.Text.Json.Serialization;

namespace AiDesk.Agent.Graph.Steps;

/// <summary>Where a tool call of the model stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToolStatus>))]
internal enum ToolStatus
{
    /// <summary>Not asked yet.</summary>
    Proposed,

    /// <summary>People decide.</summary>
    Held,

    /// <summary>People said yes; not done yet.</summary>
    Approved,

    /// <summary>Done, and the model sees what its filter let through.</summary>
    Done,

    /// <summary>The tool failed.</summary>
    Failed,

    /// <summary>Policy denied it.</summary>
    Blocked,

    /// <summary>People said no, or nobody said anything in time.</summary>
    Refused,
}
