using AiDesk.CommandLine.Display;
using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Load.Asking;

/// <summary>What a call of a mix asks.</summary>
internal enum CallKind
{
    /// <summary>CheckInput.</summary>
    Input,

    /// <summary>CheckToolCall.</summary>
    Tool,

    /// <summary>FilterToolOutput.</summary>
    Filter,

    /// <summary>CheckOutput.</summary>
    Output,
}

/// <summary>What became of a call.</summary>
/// <param name="Verdict">As "ALLOW"; empty without an answer.</param>
/// <param name="Reason">As "OK"; empty without an answer.</param>
/// <param name="Error">Status and reason of a call that was not answered; null when it was.</param>
internal readonly record struct CallAnswer(string Verdict, string Reason, string? Error)
{
    public static CallAnswer Of(Decision decision) => new(WireName.Of(decision.Verdict), WireName.Of(decision.Reason), null);

    public static CallAnswer Failed(string error) => new("", "", error);
}
