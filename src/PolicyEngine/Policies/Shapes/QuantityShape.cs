using System.Globalization;
using System.Text.Json.Nodes;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>A number whose unit is said elsewhere. Decimal, so that it is exact.</summary>
internal readonly record struct Quantity(decimal Value, PolicyNode Node)
{
    /// <summary>Micro-credits in a credit.</summary>
    public const int Micro = 1_000_000;

    /// <summary>Unit that is counted in millionths; all others are counted whole.</summary>
    public const string Credits = "credits";

    /// <summary>In the unit's smallest parts, 0 to <see cref="Amount.Greatest"/>; false when it has none that is exact, reported.</summary>
    public bool TryCount(string unit, PolicyReading reading, out long count)
    {
        var factor = string.Equals(unit, Credits, StringComparison.Ordinal) ? Micro : 1;
        count = 0;
        if (Value > Amount.Greatest || Value * factor > Amount.Greatest)
        {
            reading.Fault(Node, string.Create(CultureInfo.InvariantCulture, $"is more than {Amount.Greatest / (decimal)factor} {unit}"));
            return false;
        }

        if (!decimal.IsInteger(Value * factor))
        {
            reading.Fault(Node, factor == 1 ? $"must be a whole number of {unit}" : $"has more than six decimals; {unit} are counted in millionths");
            return false;
        }

        count = (long)(Value * factor);
        return true;
    }
}

internal sealed class QuantityShape : Shape<Quantity>
{
    public override string Label => "a number, 0 and up, with at most six decimals";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out Quantity value)
    {
        value = default;
        if (node is ScalarNode { Meaning: ScalarMeaning.Number } scalar
            && scalar.Text.Length <= 28
            && decimal.TryParse(scalar.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            value = new Quantity(number, node);
            return true;
        }

        return Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "number", ["minimum"] = 0 };
}
