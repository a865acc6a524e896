using System.Buffers;

namespace AiDesk.Policy.Schemas;

/// <summary>What a schema says of an object's members. Every name it mentions has a number in <see cref="Names"/>; one walk over the members serves all.</summary>
internal sealed class ObjectRules
{
    private const int WordsOnStack = 4;

    /// <summary>Every name that any of the keywords mentions.</summary>
    public NameTable Names { get; set; } = new([]);

    /// <summary><c>properties</c>, by number; null for a name that only other keywords mention.</summary>
    public SchemaNode?[] Properties { get; set; } = [];

    /// <summary><c>required</c>: numbers of names.</summary>
    public int[] Required { get; set; } = [];

    public (SchemaPattern Pattern, SchemaNode Node)[] PatternProperties { get; set; } = [];

    /// <summary><c>additionalProperties</c>; null when it says nothing.</summary>
    public SchemaNode? Additional { get; set; }

    public SchemaNode? PropertyNames { get; set; }

    public int MinProperties { get; set; }

    public int MaxProperties { get; set; } = int.MaxValue;

    /// <summary><c>dependentRequired</c>: when the first is there, the others must be.</summary>
    public (int Name, int[] Required)[] DependentRequired { get; set; } = [];

    /// <summary><c>dependentSchemas</c>: when the name is there, the object must be valid.</summary>
    public (int Name, SchemaNode Node)[] DependentSchemas { get; set; } = [];

    public bool Check(ref SchemaRun run, int token)
    {
        var valid = CheckCount(ref run, token);
        if (!valid && !run.GoesOn)
        {
            return false;
        }

        var words = (Names.Count + 63) / 64;
        if (words <= WordsOnStack)
        {
            Span<ulong> seen = stackalloc ulong[WordsOnStack];
            return CheckMembers(ref run, token, seen) & valid;
        }

        var rented = ArrayPool<ulong>.Shared.Rent(words);
        var room = rented.AsSpan(0, words);
        room.Clear();
        valid &= CheckMembers(ref run, token, room);
        ArrayPool<ulong>.Shared.Return(rented);
        return valid;
    }

    private bool CheckCount(ref SchemaRun run, int token)
    {
        var count = run.Json.At(token).Length;
        if (count < MinProperties)
        {
            return run.GoesOn && run.Fault(token, $"must have at least {MinProperties} members");
        }

        return count <= MaxProperties || (run.GoesOn && run.Fault(token, $"must have at most {MaxProperties} members"));
    }

    private bool CheckMembers(ref SchemaRun run, int token, scoped Span<ulong> seen)
    {
        var valid = true;
        var end = run.Json.After(token);
        for (var name = token + 1; name < end && (valid || run.GoesOn); name = run.Json.After(name + 1))
        {
            var number = Names.Find(run.Json.Text(name), (uint)run.Json.At(name).Link);
            if (number >= 0)
            {
                seen[number >> 6] |= 1UL << number;
            }

            valid &= CheckMember(ref run, name, number >= 0 ? Properties[number] : null);
        }

        if (valid || run.GoesOn)
        {
            valid &= AllThere(ref run, token, Required, seen, "is required");
        }

        return (valid || run.GoesOn) ? CheckDependents(ref run, token, seen) & valid : valid;
    }

    private bool CheckMember(ref SchemaRun run, int name, SchemaNode? property)
    {
        var valid = property is null || property.Check(ref run, name + 1);
        var named = property is not null;
        foreach (var (pattern, node) in PatternProperties)
        {
            if (pattern.Matches(ref run, run.Json.Text(name)))
            {
                named = true;
                valid &= node.Check(ref run, name + 1);
            }
        }

        if (!named && Additional is not null)
        {
            valid &= Additional.Check(ref run, name + 1);
        }

        return PropertyNames is null || PropertyNames.Check(ref run, name) ? valid : false;
    }

    private bool CheckDependents(ref SchemaRun run, int token, scoped ReadOnlySpan<ulong> seen)
    {
        var valid = true;
        foreach (var (name, required) in DependentRequired)
        {
            valid &= !Has(seen, name) || AllThere(ref run, token, required, seen, "is required beside another member");
        }

        foreach (var (name, node) in DependentSchemas)
        {
            valid &= !Has(seen, name) || node.Check(ref run, token);
        }

        return valid;
    }

    private bool AllThere(ref SchemaRun run, int token, int[] required, scoped ReadOnlySpan<ulong> seen, string problem)
    {
        var valid = run.Spend(required.Length / 16);
        foreach (var name in required)
        {
            if (!Has(seen, name))
            {
                valid = run.Missing(token, Names[name], problem);
                if (!run.GoesOn)
                {
                    return false;
                }
            }
        }

        return valid;
    }

    private static bool Has(scoped ReadOnlySpan<ulong> seen, int name) => (seen[name >> 6] & (1UL << name)) != 0;
}
