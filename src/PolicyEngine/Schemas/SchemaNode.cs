namespace AiDesk.Policy.Schemas;

/// <summary>One schema, compiled: only what it says is there. Filled while compiling, never changed after.</summary>
internal sealed class SchemaNode
{
    /// <summary>The schema <c>false</c>: nothing is valid.</summary>
    public bool Never { get; init; }

    public TypeRule? Type { get; set; }

    public ConstantRule? Const { get; set; }

    public ConstantRule? Enum { get; set; }

    public NumberRules? Number { get; set; }

    public StringRules? String { get; set; }

    public ArrayRules? Array { get; set; }

    public ObjectRules? Object { get; set; }

    public InPlaceRules? InPlace { get; set; }

    /// <summary>
    /// Is the value valid? After a fault it looks on for more only while somebody collects them (<see cref="SchemaRun.GoesOn"/>).
    /// </summary>
    public bool Check(ref SchemaRun run, int token)
    {
        if (!run.Step())
        {
            return false;
        }

        if (Never)
        {
            return run.Fault(token, "is not allowed");
        }

        var types = JsonTypeNames.Of(run.Json, token);
        if (Type is not null && !Type.Allows(types))
        {
            // Of the wrong type: what else the schema says about it would only repeat that.
            return run.Fault(token, Type.Problem);
        }

        var valid = Const is null || Const.Check(ref run, token);
        if (Enum is not null && (valid || run.GoesOn))
        {
            valid &= Enum.Check(ref run, token);
        }

        if (valid || run.GoesOn)
        {
            valid &= CheckOwn(ref run, token, types);
        }

        if (InPlace is not null && (valid || run.GoesOn))
        {
            valid &= InPlace.Check(ref run, token);
        }

        return valid;
    }

    private bool CheckOwn(ref SchemaRun run, int token, JsonTypes types) => (types & ~JsonTypes.Integer) switch
    {
        JsonTypes.Object => Object is null || Object.Check(ref run, token),
        JsonTypes.Array => Array is null || Array.Check(ref run, token),
        JsonTypes.String => String is null || String.Check(ref run, token),
        JsonTypes.Number => Number is null || Number.Check(ref run, token),
        _ => true,
    };
}
