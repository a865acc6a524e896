using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>The name of something in the same file. Whether it is there is seen when all of the file has been read.</summary>
internal sealed class NameReferenceShape(string of) : Shape<NameReference>
{
    public override string Label => $"the name of {of}";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out NameReference value)
    {
        var read = FixtureTexts.Name.TryRead(node, reading, out var name);
        value = new NameReference(name ?? "", node);
        return read;
    }

    public override JsonObject Schema(JsonObject definitions) => FixtureTexts.Name.Schema(definitions);
}
