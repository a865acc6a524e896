namespace AiDesk.Policy.Schemas.Compiling;

/// <summary>Keywords about arrays.</summary>
internal static class ArrayKeywords
{
    public static bool TryTake(SchemaPlace place, string keyword, int value)
    {
        switch (keyword)
        {
            case "prefixItems":
                Rules(place).PrefixItems = place.Schemas(value);
                return true;
            case "items":
                Rules(place).Items = place.Schema(value);
                return true;
            case "contains":
                Rules(place).Contains = place.Schema(value);
                return true;
            case "minContains":
                Rules(place).MinContains = place.Compiler.Count(value);
                return true;
            case "maxContains":
                Rules(place).MaxContains = place.Compiler.Count(value);
                return true;
            case "minItems":
                Rules(place).MinItems = place.Compiler.Count(value);
                return true;
            case "maxItems":
                Rules(place).MaxItems = place.Compiler.Count(value);
                return true;
            case "uniqueItems":
                Rules(place).UniqueItems = place.Compiler.Flag(value);
                return true;
            default:
                return false;
        }
    }

    private static ArrayRules Rules(SchemaPlace place) => place.Node.Array ??= new ArrayRules();
}
