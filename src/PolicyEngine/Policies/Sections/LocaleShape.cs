using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>A language tag (BCP 47) of a language that there are messages in.</summary>
internal sealed class LocaleShape : Shape<Language>
{
    private static readonly string[] Tags = [.. Languages.All.Select(Languages.TagOf)];

    public override string Label { get; } = $"a language tag of {string.Join(", ", Tags)}, as es or pt-BR";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out Language value)
    {
        value = Language.En;
        if (node is not ScalarNode { Meaning: ScalarMeaning.Text, Text.Length: <= 35 } scalar || scalar.Text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"))
        {
            return Refuse(node, reading, out value);
        }

        // Asked twice with other fallbacks: the answers differ exactly when the language is none of ours.
        value = Languages.Parse(scalar.Text, Language.En);
        return value == Languages.Parse(scalar.Text, Language.Es) || Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "string", ["pattern"] = $"^({string.Join('|', Tags)})(-[A-Za-z0-9-]+)?$" };
}
