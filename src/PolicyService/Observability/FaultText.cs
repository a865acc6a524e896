namespace AiDesk.Policy.Service.Observability;

/// <summary>An exception as the log has it: types and where, without messages, which may quote what a person wrote.</summary>
internal static class FaultText
{
    public static string Of(Exception fault)
    {
        var types = fault.GetType().Name;
        for (var inner = fault.InnerException; inner is not null; inner = inner.InnerException)
        {
            types += " <- " + inner.GetType().Name;
        }

        return $"{types} {string.Join(' ', (fault.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries))}";
    }
}
