using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>OnceOnly, Bind, Require, Taint: what their mark says, and how it is written.</summary>
internal static class Marks
{
    public static void Check(in CounterOperation operation, MarkEntry? mark, ref CounterReading reading)
    {
        var passes = operation.Kind switch
        {
            // The same token is the same event. An empty one is nobody's.
            CounterKind.OnceOnly => mark is null || (operation.Token.Length > 0 && mark.Token == operation.Token),
            CounterKind.Bind => mark is null || mark.Token == operation.Token,
            CounterKind.Require => mark is not null || operation.Write == CounterWrite.Always,
            CounterKind.Taint => mark is null && operation.Write != CounterWrite.Always,
            _ => false,
        };
        reading.State = passes ? CounterState.Ok : CounterState.Over;
        reading.Used = mark is null ? 0 : 1;
        reading.ResetAt = passes || mark is null ? 0 : mark.ExpiresAt;
    }

    public static void Write(in CounterOperation operation, MarkEntry mark, long now)
    {
        if (operation.Kind is CounterKind.OnceOnly or CounterKind.Bind)
        {
            mark.Token = operation.Token;
        }

        mark.ExpiresAt = Math.Max(mark.ExpiresAt, Saturating.Add(now, Math.Max(0, operation.WindowMs)));
    }
}
