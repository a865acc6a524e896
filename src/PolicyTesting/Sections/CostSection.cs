using System.Collections.Immutable;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>Amounts by unit, as a policy writes a tool's cost.</summary>
internal static class CostSection
{
    public static MapShape<Quantity> Shape { get; } = new(Texts.Name, new QuantityShape(), "amounts by unit", 8);

    public static ImmutableArray<Amount> Read(RecordReader record, PolicyKey<IReadOnlyList<Named<Quantity>>> key)
    {
        var amounts = ImmutableArray.CreateBuilder<Amount>();
        foreach (var (unit, quantity, _) in record.Get(key))
        {
            if (quantity.TryCount(unit, record.Reading, out var count))
            {
                amounts.Add(new Amount(unit, count));
            }
        }

        return amounts.ToImmutable();
    }
}
