using System.Text.Json;
using AiDesk.Policy.Policies.Reference;
using AiDesk.Policy.Policies.Sections;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Tests.Policies;

public sealed class PolicyReferenceTests
{
    [Fact]
    public void Schema_Committed_IsWhatTheLoaderReads() =>
        File.ReadAllText(Repository.Path("policies/policy.schema.json")).ShouldBe(PolicyReference.Schema(), "renew it with: aidesk policy schema > policies/policy.schema.json");

    [Fact]
    public void Page_Committed_IsWhatTheLoaderReads() =>
        File.ReadAllText(Repository.Path("docs/policy-reference.md")).ShouldBe(PolicyReference.Page(), "renew it with: aidesk policy reference > docs/policy-reference.md");

    [Fact]
    public void Schema_EveryReference_HasItsDefinition()
    {
        using var schema = JsonDocument.Parse(PolicyReference.Schema());
        var definitions = schema.RootElement.GetProperty("$defs").EnumerateObject().Select(definition => $"#/$defs/{definition.Name}").ToHashSet(StringComparer.Ordinal);

        References(schema.RootElement).Where(reference => reference.StartsWith('#')).ShouldAllBe(reference => definitions.Contains(reference));
    }

    [Fact]
    public void Declarations_EveryKey_SaysWhatItMeans()
    {
        var keys = Records(PolicySection.Shape.Record, []).SelectMany(record => record.Keys).ToList();

        keys.ShouldAllBe(key => key.Description.Length > 3 && key.Description.EndsWith('.'));
        keys.ShouldAllBe(key => key.Shape.Label.Length > 0);
    }

    private static IEnumerable<RecordShape> Records(RecordShape record, HashSet<string> seen) =>
        seen.Add(record.Title) ? record.Keys.Select(key => key.Shape.Record).OfType<RecordShape>().SelectMany(inner => Records(inner, seen)).Prepend(record) : [];

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.NameEquals("$ref") && member.Value.ValueKind == JsonValueKind.String ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
