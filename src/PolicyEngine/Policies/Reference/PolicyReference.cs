using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Sections;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Reference;

/// <summary>What the loader knows of policy documents, for editors and for people. Made from the declarations that the loader itself reads by.</summary>
public static class PolicyReference
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON Schema (2020-12) of a policy document: <c>policies/policy.schema.json</c>. It accepts tenants' documents and bases.</summary>
    public static string Schema() => SchemaOf("AiDesk policy", PolicySection.Shape.Record);

    /// <summary>The reference page: <c>docs/policy-reference.md</c>.</summary>
    public static string Page() => ReferencePage.Write(PageTexts.Introduction, PolicySection.Shape.Record, PageTexts.Closing);

    /// <summary>The JSON Schema of a kind of document.</summary>
    internal static string SchemaOf(string title, RecordShape record)
    {
        var definitions = new JsonObject();
        var root = record.Schema(definitions);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = title,
            ["description"] = record.Description,
        };
        foreach (var member in root.ToList())
        {
            root.Remove(member.Key);
            schema[member.Key] = member.Value;
        }

        schema["$defs"] = definitions;
        return schema.ToJsonString(Indented) + "\n";
    }}
