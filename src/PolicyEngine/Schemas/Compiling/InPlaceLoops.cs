namespace AiDesk.Policy.Schemas.Compiling;

/// <summary>
/// Schemas that lead to each other without going into the value would never end (<c>{"$ref": "#"}</c>), and long chains of them would use up the stack: both
/// are refused. References that go through a property or an item may recurse, as the value is finite.
/// </summary>
internal static class InPlaceLoops
{
    /// <summary>Longest chain of schemas applied to one value.</summary>
    public const int ChainLimit = 32;

    public static void Check(SchemaCompiler compiler, Dictionary<int, SchemaNode> nodes)
    {
        var lengths = new Dictionary<SchemaNode, int>(ReferenceEqualityComparer.Instance);
        foreach (var (token, node) in nodes)
        {
            if (LengthOf(node, lengths, 0) > ChainLimit)
            {
                compiler.Fault(token, $"refers to itself without end, or through more than {ChainLimit} schemas in one place");
                return;
            }
        }
    }

    // A loop grows until it is longer than the limit: there is no need to tell the two apart. What is too long is not remembered as done.
    private static int LengthOf(SchemaNode node, Dictionary<SchemaNode, int> lengths, int depth)
    {
        if (lengths.TryGetValue(node, out var known))
        {
            return known;
        }

        if (depth > ChainLimit)
        {
            return ChainLimit + 1;
        }

        var longest = 0;
        foreach (var next in Next(node))
        {
            longest = Math.Max(longest, LengthOf(next, lengths, depth + 1));
            if (longest > ChainLimit)
            {
                return longest;
            }
        }

        return lengths[node] = longest + 1;
    }

    private static IEnumerable<SchemaNode> Next(SchemaNode node)
        => (node.InPlace?.All ?? []).Concat(node.Object?.DependentSchemas.Select(entry => entry.Node) ?? []);
}
