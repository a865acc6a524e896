namespace AiDesk.Policy.Policies.Documents;

/// <summary>A text, number, switch or nothing.</summary>
internal sealed class ScalarNode(SourcePlace place, string text, bool isPlain) : PolicyNode(place)
{
    public string Text { get; } = text;

    /// <summary>What the text means by YAML 1.2's core schema. Quoted and block scalars are always text.</summary>
    public ScalarMeaning Meaning { get; } = isPlain ? ScalarMeanings.Of(text) : ScalarMeaning.Text;

    public override string Noun => Meaning switch
    {
        ScalarMeaning.Nothing => "nothing",
        ScalarMeaning.Switch => $"the switch {Text}",
        ScalarMeaning.Number => $"the number {Quoted.Plain(Text)}",
        _ => $"the text {Quoted.Of(Text)}",
    };
}
