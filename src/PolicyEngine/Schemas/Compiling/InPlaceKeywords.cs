namespace AiDesk.Policy.Schemas.Compiling;

/// <summary>Keywords that apply schemas to the same value.</summary>
internal static class InPlaceKeywords
{
    public static bool TryTake(SchemaPlace place, string keyword, int value)
    {
        switch (keyword)
        {
            case "$ref":
                place.Compiler.Refer(value, place.Resource, Rules(place));
                return true;
            case "allOf":
                Rules(place).AllOf = place.Schemas(value);
                return true;
            case "anyOf":
                Rules(place).AnyOf = place.Schemas(value);
                return true;
            case "oneOf":
                Rules(place).OneOf = place.Schemas(value);
                return true;
            case "not":
                Rules(place).Not = place.Schema(value);
                return true;
            case "if":
                Rules(place).If = place.Schema(value);
                return true;
            case "then":
                Rules(place).Then = place.Schema(value);
                return true;
            case "else":
                Rules(place).Else = place.Schema(value);
                return true;
            default:
                return false;
        }
    }

    private static InPlaceRules Rules(SchemaPlace place) => place.Node.InPlace ??= new InPlaceRules();
}
