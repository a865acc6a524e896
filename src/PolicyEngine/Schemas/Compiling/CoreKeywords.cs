using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas.Compiling;

/// <summary><c>$schema</c>, <c>$id</c>, <c>$anchor</c>, <c>$defs</c>, <c>type</c>, <c>enum</c>, <c>const</c>.</summary>
internal static class CoreKeywords
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    public static bool TryTake(SchemaPlace place, string keyword, int value)
    {
        var compiler = place.Compiler;
        switch (keyword)
        {
            case "$schema":
                if (!string.Equals(compiler.Text(value).TrimEnd('#'), Draft, StringComparison.Ordinal))
                {
                    compiler.Fault(value, $"is a dialect that is not supported: only {Draft} is");
                }

                return true;
            case "$id" or "$anchor":
                return true; // SchemaReferences.Enter has read them
            case "$defs" or "definitions":
                foreach (var name in compiler.MembersOf(value))
                {
                    place.Schema(name + 1);
                }

                return true;
            case "type":
                place.Node.Type = new TypeRule(Types(compiler, value));
                return true;
            case "enum":
                place.Node.Enum = new ConstantRule(compiler.Document, compiler.Items(value));
                return true;
            case "const":
                place.Node.Const = new ConstantRule(compiler.Document, [value]);
                return true;
            default:
                return false;
        }
    }

    private static JsonTypes Types(SchemaCompiler compiler, int value)
    {
        var names = compiler.Document.At(value).Kind == JsonKind.String ? [value] : compiler.Items(value);
        var types = JsonTypes.None;
        foreach (var name in names)
        {
            var type = JsonTypeNames.Parse(compiler.Text(name));
            if (type == JsonTypes.None || types.HasFlag(type))
            {
                compiler.Fault(name, "must be one of null, boolean, integer, number, string, array, object, each at most once");
            }

            types |= type;
        }

        if (names.Count == 0)
        {
            compiler.Fault(value, "must name a type");
        }

        return types;
    }
}
