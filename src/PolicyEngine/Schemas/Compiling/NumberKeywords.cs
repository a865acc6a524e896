using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas.Compiling;

/// <summary>Keywords about numbers.</summary>
internal static class NumberKeywords
{
    public static bool TryTake(SchemaPlace place, string keyword, int value)
    {
        if (keyword is not ("minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf"))
        {
            return false;
        }

        if (place.Compiler.Document.At(value).Kind != JsonKind.Number)
        {
            place.Compiler.Fault(value, "must be a number");
            return true;
        }

        var number = new SchemaNumber(place.Compiler.Document, value);
        var rules = place.Node.Number ??= new NumberRules();
        switch (keyword)
        {
            case "minimum":
                rules.Minimum = number;
                break;
            case "maximum":
                rules.Maximum = number;
                break;
            case "exclusiveMinimum":
                rules.ExclusiveMinimum = number;
                break;
            case "exclusiveMaximum":
                rules.ExclusiveMaximum = number;
                break;
            default:
                rules.MultipleOf = number;
                if (!number.CanDivide)
                {
                    place.Compiler.Fault(value, "must be greater than zero and of at most 18 digits");
                }

                break;
        }

        return true;
    }
}
