using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Replay;

/// <summary>
/// What a counter operation is known by in a record, and by what rule it was read: a reading stands as it is for the same operation under the same rule, and
/// is judged anew under another.
/// </summary>
internal static class ReadingRule
{
    private static readonly string[] Kinds = [.. Enum.GetNames<CounterKind>().Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static string NameOf(CounterKind kind) => Kinds[(int)kind];

    /// <summary>Empty for an operation that a policy has no say in.</summary>
    public static string Of(in CounterOperation operation) => operation.Kind switch
    {
        CounterKind.Rate => FormattableString.Invariant($"{operation.Rate!.Rate}/{operation.Rate.Burst}/{operation.Cost}"),
        CounterKind.Reserve => FormattableString.Invariant(
            $"{operation.Cap}/{operation.Cost}/{operation.Budget!.WarnAt}/{operation.Budget.ApproveAt}/{operation.Budget.DenyAt}"),
        CounterKind.Strike => FormattableString.Invariant($"{operation.Threshold}/{operation.WindowMs}/{operation.BlockMs}/{(int)operation.Write}"),
        CounterKind.Duplicate => FormattableString.Invariant($"{operation.Threshold}/{operation.WindowMs}"),
        CounterKind.Member => FormattableString.Invariant($"{(int)operation.MemberOf}/{(int)operation.MemberUnless}/{operation.MemberStart}/{operation.MemberCount}"),
        _ => "",
    };

    /// <summary>The window that it counts in: numbers of another one say nothing. A rate's length and algorithm, a budget's first moment.</summary>
    public static string WindowOf(in CounterOperation operation) => operation.Kind switch
    {
        CounterKind.Rate => FormattableString.Invariant($"{operation.Rate!.WindowMs}/{(int)operation.Rate.Algorithm}/{(int)operation.Rate.Calendar}"),
        CounterKind.Reserve => FormattableString.Invariant($"{operation.Window.Start}"),
        _ => "",
    };
}
