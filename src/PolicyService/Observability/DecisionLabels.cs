using System.Text.Json;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Records;

namespace AiDesk.Policy.Service.Observability;

/// <summary>Names of verdicts, reasons, RPCs and changes as metrics and traces have them: those of the records, made once.</summary>
internal static class DecisionLabels
{
    private static readonly string[] Verdicts = [.. Enum.GetNames<Verdict>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
    private static readonly string[] Reasons = [.. Enum.GetNames<Reason>().Select(JsonNamingPolicy.SnakeCaseUpper.ConvertName)];
    private static readonly string[] Rpcs = Enum.GetNames<RecordedRpc>();
    private static readonly string[] Changes = [.. Enum.GetNames<PolicyChangeKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static string Of(Verdict verdict) => Verdicts[(int)verdict];

    public static string Of(Reason reason) => Reasons[(int)reason];

    public static string Of(RecordedRpc rpc) => Rpcs[(int)rpc];

    public static string Of(PolicyChangeKind kind) => Changes[(int)kind];
}
