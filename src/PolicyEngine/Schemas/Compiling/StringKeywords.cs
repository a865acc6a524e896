namespace AiDesk.Policy.Schemas.Compiling;

/// <summary>Keywords about strings.</summary>
internal static class StringKeywords
{
    public static bool TryTake(SchemaPlace place, string keyword, int value)
    {
        switch (keyword)
        {
            case "minLength":
                Rules(place).MinLength = place.Compiler.Count(value);
                return true;
            case "maxLength":
                Rules(place).MaxLength = place.Compiler.Count(value);
                return true;
            case "pattern":
                Rules(place).Pattern = Pattern(place.Compiler, value, place.Compiler.Text(value));
                return true;
            default:
                return false;
        }
    }

    /// <summary>A compiled pattern; null, with a fault at the token, when it is none.</summary>
    public static SchemaPattern? Pattern(SchemaCompiler compiler, int token, string text)
    {
        if (SchemaPattern.TryCompile(text, out var pattern, out var problem))
        {
            return pattern;
        }

        compiler.Fault(token, problem);
        return null;
    }

    private static StringRules Rules(SchemaPlace place) => place.Node.String ??= new StringRules();
}
