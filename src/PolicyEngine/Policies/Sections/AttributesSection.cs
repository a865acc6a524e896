using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>One entry of <c>attributes:</c>; its name is the key.</summary>
internal static class AttributesSection
{
    private static readonly PolicyKey<AttributeType> Type = new("type", Choice.Of<AttributeType>(), "What its values are.") { DefaultText = "text" };
    private static readonly PolicyKey<AttributeSource> Source = new("source", Choice.Of<AttributeSource>(), "Who vouches for it: claim (the caller says so: it may raise a verdict and never lower one), token (a claim of the verified token) or approval (a person granted it).") { Required = true };
    private static readonly PolicyKey<string> Claim = new("claim", Texts.Short, "With source token: the token's claim that holds it.") { Default = "", DefaultText = "the attribute's name" };

    public static RecordShape<AttributeDefinition> Shape { get; } = new(
        "attributes.*",
        "A value that conditions may read. One that is not declared here is read by no rule.",
        [Type, Source, Claim],
        Read);

    private static AttributeDefinition Read(RecordReader attribute)
    {
        var source = attribute.Get(Source);
        if (attribute.Has(Claim) && source != AttributeSource.Token)
        {
            attribute.Fault(Claim, "belongs to source token only");
        }

        var name = attribute.Map.Key;
        var claim = attribute.Get(Claim);
        return new AttributeDefinition
        {
            Name = name,
            Type = attribute.Get(Type),
            Source = source,
            Claim = source == AttributeSource.Token && claim.Length == 0 ? name : claim,
        };
    }
}
