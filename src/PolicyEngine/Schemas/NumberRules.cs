namespace AiDesk.Policy.Schemas;

/// <summary><c>minimum</c>, <c>maximum</c>, their exclusive forms, <c>multipleOf</c>: exact, without floating point.</summary>
internal sealed class NumberRules
{
    public SchemaNumber? Minimum { get; set; }

    public SchemaNumber? ExclusiveMinimum { get; set; }

    public SchemaNumber? Maximum { get; set; }

    public SchemaNumber? ExclusiveMaximum { get; set; }

    public SchemaNumber? MultipleOf { get; set; }

    public bool Check(ref SchemaRun run, int token)
    {
        var value = run.Json.Number(token);
        if (!run.Spend(value.Digits.Length / 16))
        {
            return false;
        }

        if (Minimum is not null && value.CompareTo(Minimum.Value) < 0)
        {
            return Fault(ref run, token, "must be at least ", Minimum);
        }

        if (ExclusiveMinimum is not null && value.CompareTo(ExclusiveMinimum.Value) <= 0)
        {
            return Fault(ref run, token, "must be more than ", ExclusiveMinimum);
        }

        if (Maximum is not null && value.CompareTo(Maximum.Value) > 0)
        {
            return Fault(ref run, token, "must be at most ", Maximum);
        }

        if (ExclusiveMaximum is not null && value.CompareTo(ExclusiveMaximum.Value) >= 0)
        {
            return Fault(ref run, token, "must be less than ", ExclusiveMaximum);
        }

        return MultipleOf is null || MultipleOf.Divides(value) || Fault(ref run, token, "must be a multiple of ", MultipleOf);
    }

    // The text is made only when somebody collects it: a schema that is merely probed costs nothing.
    private static bool Fault(ref SchemaRun run, int token, string problem, SchemaNumber bound)
        => run.GoesOn && run.Fault(token, problem + bound.Text);
}
