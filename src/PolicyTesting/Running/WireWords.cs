using System.Text.Json;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Testing.Running;

/// <summary>Names as test files and people write them.</summary>
internal static class WireWords
{
    public static string Of(Verdict verdict) => JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString());

    public static string Of(Reason reason) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(reason.ToString());

    public static string Lower<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>In the order of their numbers; <c>none</c> for none.</summary>
    public static string Of(Obligations obligations) =>
        obligations == Obligations.None
            ? "none"
            : string.Join(", ", Enum.GetValues<Obligations>().Where(one => one != Obligations.None && obligations.HasFlag(one)).Select(one => JsonNamingPolicy.SnakeCaseUpper.ConvertName(one.ToString())));
}
