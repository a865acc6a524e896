using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>persona:</c>, who the agent is.</summary>
internal static class PersonaSection
{
    private static readonly PolicyKey<string> Name = new("name", Texts.Short, "The agent's name; the security rules keep the model in this role.") { Required = true, Default = "" };
    private static readonly PolicyKey<string> Refusal = new("refusal", Texts.Long, "What the model answers to manipulation.") { Default = "", DefaultText = "the message file's, in the caller's language" };

    public static RecordShape<Persona> Shape { get; } = new(
        "persona", "Who the agent is.", [Name, Refusal], persona => new Persona(persona.Get(Name), persona.Get(Refusal)));
}
