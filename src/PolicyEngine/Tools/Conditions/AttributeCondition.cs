using System.Globalization;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>attribute:</c>, a value that the policy declares and whose source was verified. Absent, it never holds.</summary>
/// <param name="name">Its name in the policy.</param>
/// <param name="comparison">What it must be.</param>
/// <param name="otherwise">What holds for a value that cannot be compared: the severe side.</param>
internal sealed class AttributeCondition(string name, Comparison comparison, bool otherwise) : Condition
{
    public override bool Holds(in ConditionFacts facts)
    {
        if (facts.Context.Attributes is not { } attributes || !attributes.TryGetValue(name, out var text))
        {
            return false;
        }

        var isNumber = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (comparison.WantsNumber && !isNumber)
        {
            return otherwise;
        }

        return (!comparison.WantsNumber || comparison.HoldsNumber(number)) && comparison.HoldsText(text) && HoldsValue(text, isNumber, number);
    }

    /// <summary>Attributes come as canonical text: the type that the policy wrote its value in says how it is compared.</summary>
    private bool HoldsValue(string text, bool isNumber, decimal number) =>
        comparison.HoldsValue(ComparedType.Text, text, 0)
        || comparison.HoldsValue(ComparedType.Switch, text, 0)
        || (isNumber && comparison.HoldsValue(ComparedType.Number, default, number));
}
