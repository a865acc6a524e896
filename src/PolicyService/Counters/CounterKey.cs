using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// Names one counter of a tenant. The parts are compared apart and never joined, so that no two descriptors collide ("a","b_c" against "a_b","c").
/// </summary>
/// <param name="Kind">What is counted.</param>
/// <param name="Window">Reserve: start of the window. Rate: its length and algorithm, so that a policy that changes them starts afresh. Otherwise 0.</param>
/// <param name="Name">Name in the policy.</param>
/// <param name="Descriptor">What is counted by.</param>
internal readonly record struct CounterKey(CounterKind Kind, long Window, string Name, string Descriptor)
{
    public static CounterKey Of(in CounterOperation operation, long now) => operation.Kind switch
    {
        CounterKind.Rate when operation.Rate is { } rule =>
            new(CounterKind.Rate, (rule.WindowMs << 4) | ((long)rule.Algorithm << 2) | (long)rule.Calendar, operation.Name, operation.Descriptor),
        CounterKind.Reserve => new(CounterKind.Reserve, Windows.Pick(operation.Window, now).Start, operation.Name, operation.Descriptor),
        _ => new(operation.Kind, 0, operation.Name, operation.Descriptor),
    };

    // string's own hash is keyed per process: chosen descriptors cannot pile up in one bucket.
    public override int GetHashCode() => HashCode.Combine((byte)Kind, Window, Name.GetHashCode(StringComparison.Ordinal), Descriptor.GetHashCode(StringComparison.Ordinal));
}
