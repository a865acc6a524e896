using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Tools.Conditions;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>attribute:</c> of a condition.</summary>
internal static class AttributeSection
{
    private static readonly PolicyKey<string> Name = new("name", Texts.Name, "One of attributes.") { Required = true, Default = "" };

    public static RecordShape<Predicate> Shape { get; } = new(
        "conditions.attribute",
        "An attribute that the policy declares. One whose source is claim may not stand under unless or not.",
        [Name, .. ComparisonKeys.All],
        Read,
        isWhole: true);

    private static Predicate Read(RecordReader attribute)
    {
        var name = attribute.Get(Name);
        var comparison = ComparisonKeys.Read(attribute);
        var known = attribute.Reading.Names.Attributes;
        if (name.Length > 0 && !known.ContainsKey(name))
        {
            attribute.Fault(Name, $"{Quoted.Of(name)} is not among attributes{NearestName.Hint(name, known.Keys)}");
        }

        var source = known.TryGetValue(name, out var definition) ? definition.Source : AttributeSource.Token;
        return new Predicate(mayLower => new AttributeCondition(name, comparison, otherwise: !mayLower), source == AttributeSource.Claim);
    }
}
