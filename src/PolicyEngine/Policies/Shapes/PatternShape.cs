using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Schemas;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>A regular expression under the non-backtracking engine: linear in the text, whatever the pattern.</summary>
/// <param name="whole">It must match a text as a whole, not somewhere in it.</param>
internal sealed class PatternShape(bool whole) : Shape<Regex>
{
    /// <summary>UTF-16 units.</summary>
    public const int Longest = 500;

    public override string Label => "a regular expression of at most 500 characters, without look-around and back-references";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out Regex value)
    {
        if (node is not ScalarNode { Meaning: not ScalarMeaning.Nothing } scalar)
        {
            return Refuse(node, reading, out value);
        }

        value = null!;
        if (scalar.Text.Length is 0 or > Longest)
        {
            reading.Fault(node, $"is {scalar.Text.Length} characters long; must be 1 to {Longest}");
            return false;
        }

        if (!PatternCost.Of(scalar.Text).IsBearable)
        {
            reading.Fault(node, $"its repetitions multiply to more than {PatternCost.SizeLimit} steps, or to more than {PatternCost.NestedLimit} inside one another; use smaller counts");
            return false;
        }

        try
        {
            // The pattern by itself first: a|b) of an unbalanced one must not find its other half in what is put around it.
            value = reading.Texts.Pattern(scalar.Text);
            value = whole ? reading.Texts.Pattern($@"\A(?:{scalar.Text})\z") : value;
            return true;
        }
        catch (NotSupportedException)
        {
            reading.Fault(node, "uses look-around, back-references or another construct that cannot be matched in linear time");
        }
        catch (ArgumentException malformed)
        {
            reading.Fault(node, $"is not a regular expression: {malformed.Message}");
        }

        return false;
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = Longest };
}
