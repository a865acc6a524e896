using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Tools.Conditions;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>What a value may be compared with: equals, in, above, below, matches. Exactly what is said must hold, all of it.</summary>
internal static class ComparisonKeys
{
    private static readonly PolicyKey<ComparedValue> EqualTo = new("equals", new ComparedValueShape(), "It is this text, number or switch.");
    private static readonly PolicyKey<ImmutableArray<ComparedValue>> In = new("in", new ListShape<ComparedValue>(new ComparedValueShape(), "texts, numbers and switches", 1, 1000), "It is one of these.");
    private static readonly PolicyKey<PolicyNumber> Above = new("above", new PolicyNumberShape(), "It is a number above this.");
    private static readonly PolicyKey<PolicyNumber> Below = new("below", new PolicyNumberShape(), "It is a number below this.");
    private static readonly PolicyKey<Regex> Matches = new("matches", new PatternShape(whole: false), "It is a text in which this regular expression matches somewhere.");

    public static PolicyKey[] All { get; } = [EqualTo, In, Above, Below, Matches];

    public static Comparison Read(RecordReader record)
    {
        if (!All.Any(record.Has))
        {
            record.Reading.Fault(record.Map, "compares with nothing; say equals, in, above, below or matches");
        }

        if (record.Has(EqualTo) && record.Has(In))
        {
            record.Fault(In, "and equals cannot both be said");
        }

        var values = record.TryGet(In, out var several) ? several : record.TryGet(EqualTo, out var one) ? [one] : [];
        var above = record.TryGet(Above, out var least) ? least : null;
        var below = record.TryGet(Below, out var most) ? most : null;
        if (above is not null && below is not null && !below.IsAbove(above))
        {
            record.Fault(Below, "is not above what above says: nothing could hold");
        }

        return new Comparison(values, above, below, record.TryGet(Matches, out var pattern) ? pattern : null);
    }
}
