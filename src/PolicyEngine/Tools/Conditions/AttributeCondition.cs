using System.Text;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>attribute:</c>, a value that the policy declares and whose source was verified. Absent, it never holds.</summary>
/// <param name="name">Its name in the policy.</param>
/// <param name="comparison">What it must be.</param>
/// <param name="otherwise">What holds for a value that cannot be compared: the severe side.</param>
internal sealed class AttributeCondition(string name, Comparison comparison, bool otherwise) : Condition
{
    private const int BytesOnStack = 512;

    public override bool Holds(in ConditionFacts facts)
    {
        if (facts.Context.Attributes is not { } attributes || !attributes.TryGetValue(name, out var text))
        {
            return false;
        }

        // Attributes come as canonical text: the type that the policy wrote its values in says how they are compared.
        var isNumber = PolicyNumber.TryRead(text, out var number);
        if (comparison.WantsNumber && !isNumber)
        {
            return otherwise;
        }

        return (!isNumber || comparison.IsBetween(number))
            && comparison.Matches?.IsMatch(text) != false
            && (comparison.Values.IsEmpty || IsOneOf(text) || (isNumber && comparison.IsOneOf(number)));
    }

    private bool IsOneOf(string text)
    {
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        var utf8 = length <= BytesOnStack ? stackalloc byte[BytesOnStack] : new byte[length];
        utf8 = utf8[..Encoding.UTF8.GetBytes(text, utf8)];
        return comparison.IsOneOf(ComparedType.Text, utf8) || comparison.IsOneOf(ComparedType.Switch, utf8);
    }
}
