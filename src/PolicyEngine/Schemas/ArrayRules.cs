namespace AiDesk.Policy.Schemas;

/// <summary><c>prefixItems</c>, <c>items</c>, <c>contains</c> with its counts, <c>minItems</c>, <c>maxItems</c>, <c>uniqueItems</c>.</summary>
internal sealed class ArrayRules
{
    public SchemaNode[] PrefixItems { get; set; } = [];

    public SchemaNode? Items { get; set; }

    public SchemaNode? Contains { get; set; }

    /// <summary>Only looked at with <see cref="Contains"/>.</summary>
    public int MinContains { get; set; } = 1;

    public int MaxContains { get; set; } = int.MaxValue;

    public int MinItems { get; set; }

    public int MaxItems { get; set; } = int.MaxValue;

    public bool UniqueItems { get; set; }

    public bool Check(ref SchemaRun run, int token)
    {
        var valid = CheckCount(ref run, token);
        if ((valid || run.GoesOn) && (PrefixItems.Length > 0 || Items is not null))
        {
            valid &= CheckItems(ref run, token);
        }

        if ((valid || run.GoesOn) && Contains is not null)
        {
            valid &= CheckContains(ref run, token);
        }

        if ((valid || run.GoesOn) && UniqueItems)
        {
            valid &= DistinctItems.Check(ref run, token) || run.Fault(token, "must not hold the same item twice");
        }

        return valid;
    }

    private bool CheckCount(ref SchemaRun run, int token)
    {
        var count = run.Json.At(token).Length;
        if (count < MinItems)
        {
            return run.GoesOn && run.Fault(token, $"must have at least {MinItems} items");
        }

        return count <= MaxItems || (run.GoesOn && run.Fault(token, $"must have at most {MaxItems} items"));
    }

    private bool CheckItems(ref SchemaRun run, int token)
    {
        var valid = true;
        var position = 0;
        var end = run.Json.After(token);
        for (var item = token + 1; item < end && (valid || run.GoesOn); item = run.Json.After(item), position++)
        {
            var node = position < PrefixItems.Length ? PrefixItems[position] : Items;
            valid &= node is null || node.Check(ref run, item);
        }

        return valid;
    }

    private bool CheckContains(ref SchemaRun run, int token)
    {
        var found = 0;
        var end = run.Json.After(token);
        for (var item = token + 1; item < end && found <= MaxContains; item = run.Json.After(item))
        {
            found += run.Probe(Contains!, item) ? 1 : 0;
        }

        if (found < MinContains)
        {
            return run.GoesOn && run.Fault(token, $"must hold at least {MinContains} items of the kind that contains names");
        }

        return found <= MaxContains || (run.GoesOn && run.Fault(token, $"must hold at most {MaxContains} items of the kind that contains names"));
    }
}
