using System.Collections.Frozen;

namespace AiDesk.Policy.Schemas.Compiling;

/// <summary>Keywords that check nothing, and those that are refused.</summary>
internal static class SchemaKeywords
{
    /// <summary>Annotations of the draft: read by people and models. <c>format</c> and <c>content*</c> are annotations there too.</summary>
    private static readonly FrozenSet<string> Annotations = FrozenSet.ToFrozenSet(
        ["title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "$comment", "format", "contentEncoding", "contentMediaType", "contentSchema"],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Unsupported = FrozenSet.ToFrozenSet(
        ["unevaluatedItems", "unevaluatedProperties", "$dynamicRef", "$dynamicAnchor", "$vocabulary"],
        StringComparer.Ordinal);

    public static bool IsAnnotation(string keyword) => Annotations.Contains(keyword);

    public static string WhyNot(string keyword) => Unsupported.Contains(keyword)
        ? "is a keyword that is not supported"
        : "is not a keyword of JSON Schema 2020-12";
}
