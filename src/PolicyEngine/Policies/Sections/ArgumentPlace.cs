using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>Could arguments of a schema ever have a value at a JSON pointer? A pointer that never finds anything is a rule that never fires.</summary>
internal static class ArgumentPlace
{
    /// <summary>False only when the schema says for certain that there is none; anything it leaves open is taken as possible.</summary>
    public static bool IsPossible(MapNode? schema, string pointer)
    {
        var at = schema;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            if (at is null)
            {
                return true;
            }

            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.Find("items") is MapNode items && at.Find("properties") is null)
            {
                at = items;
                continue;
            }

            if (at.Find("properties") is not MapNode properties)
            {
                return true;
            }

            if (properties.Find(name) is not { } property)
            {
                return at.Find("additionalProperties") is not ScalarNode { Meaning: ScalarMeaning.Switch, Text: "false" };
            }

            at = property as MapNode;
        }

        return true;
    }
}
