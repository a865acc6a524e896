namespace AiDesk.Policy.Schemas;

/// <summary>Schemas that are applied to the same value: <c>$ref</c>, <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c>, <c>not</c>, <c>if</c>/<c>then</c>/<c>else</c>.</summary>
internal sealed class InPlaceRules
{
    public SchemaNode? Reference { get; set; }

    public SchemaNode[] AllOf { get; set; } = [];

    public SchemaNode[] AnyOf { get; set; } = [];

    public SchemaNode[] OneOf { get; set; } = [];

    public SchemaNode? Not { get; set; }

    public SchemaNode? If { get; set; }

    public SchemaNode? Then { get; set; }

    public SchemaNode? Else { get; set; }

    /// <summary>Every schema that is applied to the same value.</summary>
    public IEnumerable<SchemaNode> All
        => AllOf.Concat(AnyOf).Concat(OneOf).Concat(new[] { Reference, Not, If, Then, Else }.OfType<SchemaNode>());

    public bool Check(ref SchemaRun run, int token)
    {
        var valid = Reference is null || Reference.Check(ref run, token);
        foreach (var node in AllOf)
        {
            if (!valid && !run.GoesOn)
            {
                return false;
            }

            valid &= node.Check(ref run, token);
        }

        if (AnyOf.Length > 0 && (valid || run.GoesOn))
        {
            valid &= CheckAnyOf(ref run, token);
        }

        if (OneOf.Length > 0 && (valid || run.GoesOn))
        {
            valid &= CheckOneOf(ref run, token);
        }

        if (Not is not null && (valid || run.GoesOn))
        {
            valid &= !run.Probe(Not, token) || run.Fault(token, "is what not excludes");
        }

        return If is not null && (valid || run.GoesOn) ? CheckIf(ref run, token) & valid : valid;
    }

    private bool CheckAnyOf(ref SchemaRun run, int token)
    {
        // A single choice tells its own faults.
        if (AnyOf is [var only])
        {
            return only.Check(ref run, token);
        }

        foreach (var node in AnyOf)
        {
            if (run.Probe(node, token))
            {
                return true;
            }
        }

        return run.Fault(token, "matches none of the forms in anyOf");
    }

    private bool CheckOneOf(ref SchemaRun run, int token)
    {
        if (OneOf is [var only])
        {
            return only.Check(ref run, token);
        }

        var matches = 0;
        foreach (var node in OneOf)
        {
            if (run.Probe(node, token) && ++matches > 1)
            {
                return run.Fault(token, "matches more than one of the forms in oneOf");
            }
        }

        return matches == 1 || run.Fault(token, "matches none of the forms in oneOf");
    }

    private bool CheckIf(ref SchemaRun run, int token)
    {
        var branch = run.Probe(If!, token) ? Then : Else;
        return branch is null || branch.Check(ref run, token);
    }
}
