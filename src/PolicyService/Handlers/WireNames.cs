using System.Text.Json;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Google.Protobuf.Reflection;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>Names of enum values without their prefix, as ErrorInfo and people use them: FIELD_REQUIRED, PROMPT_INJECTION.</summary>
public static class WireNames
{
    private static readonly string[] ErrorReasons = NamesOf(ErrorsReflection.Descriptor, "ErrorReason", "ERROR_REASON_");
    private static readonly string[] Reasons = NamesOf(DecisionReflection.Descriptor, "Reason", "REASON_");

    private static readonly string[] TokenProblems = [.. Enum.GetNames<TokenProblem>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static string Of(ErrorReason reason) => ErrorReasons[(int)reason];

    public static string Of(Reason reason) => Reasons[(int)reason];

    /// <summary>The metadata <c>problem</c> of TOKEN_INVALID, as <c>bad_signature</c>.</summary>
    internal static string Of(TokenProblem problem) => TokenProblems[(int)problem];

    private static string[] NamesOf(FileDescriptor file, string type, string prefix) =>
        [.. file.EnumTypes.Single(e => e.Name == type).Values.OrderBy(v => v.Number).Select(v => v.Name[prefix.Length..])];
}
