using System.Text.Json;

namespace AiDesk.SharedData.Tests.JsonSchema;

/// <summary>
/// Which groups of the suite must be refused, read off their schemas without the validator: those that use a keyword, a dialect or a reference that
/// <c>ArgumentSchema</c> documents as unsupported.
/// </summary>
internal static class SuiteOracle
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    private static readonly string[] Unsupported = ["unevaluatedItems", "unevaluatedProperties", "$dynamicRef", "$dynamicAnchor", "$vocabulary"];

    /// <summary>Members whose values are not schemas: names in them are not keywords.</summary>
    private static readonly string[] Values = ["const", "enum", "default", "examples"];

    /// <summary>Members whose members are names that the author chose.</summary>
    private static readonly string[] Maps = ["properties", "patternProperties", "$defs", "dependentSchemas", "dependentRequired"];

    public static bool MustRefuse(SuiteGroup group)
    {
        using var document = JsonDocument.Parse(group.Schema);

        // Everything in these files refers to documents that a server would have to give, or to dynamic anchors in them.
        return group.File is "refRemote" or "dynamicRef" || IsUnsupported(document.RootElement);
    }

    private static bool IsUnsupported(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().Any(IsUnsupported),
        JsonValueKind.Array => schema.EnumerateArray().Any(IsUnsupported),
        _ => false,
    };

    private static bool IsUnsupported(JsonProperty keyword)
    {
        if (Unsupported.Contains(keyword.Name))
        {
            return true;
        }

        if (Values.Contains(keyword.Name))
        {
            return false;
        }

        if (Maps.Contains(keyword.Name) && keyword.Value.ValueKind == JsonValueKind.Object)
        {
            return keyword.Value.EnumerateObject().Any(named => IsUnsupported(named.Value));
        }

        return keyword.Name switch
        {
            "$schema" => keyword.Value.GetString() != Draft,
            "$ref" => keyword.Value.GetString() == Draft, // the suite's one reference to the draft's own schema, outside refRemote
            _ => IsUnsupported(keyword.Value),
        };
    }
}
