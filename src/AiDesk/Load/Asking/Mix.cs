using System.Globalization;

namespace AiDesk.CommandLine.Load.Asking;

/// <summary>Which kinds of calls, in which parts: <c>input=70,tool=20,output=10</c>. They alternate evenly, not in blocks: the n-th call is always of the same kind.</summary>
internal sealed class Mix
{
    private const int GreatestPart = 1000;

    private readonly CallKind[] _cycle;

    private Mix(CallKind[] cycle, string text)
    {
        _cycle = cycle;
        Text = text;
    }

    public static Mix Default { get; } = Parse("input=70,tool=20,output=10");

    public string Text { get; }

    public IEnumerable<CallKind> Kinds => _cycle.Distinct();

    public CallKind At(long sequence) => _cycle[sequence % _cycle.Length];

    /// <summary>Throws <see cref="FormatException"/> with a sentence.</summary>
    public static Mix Parse(string text)
    {
        var parts = new List<(CallKind Kind, int Part)>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var sides = entry.Split('=', 2, StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || !Enum.TryParse<CallKind>(sides[0], ignoreCase: true, out var kind) || char.IsAsciiDigit(sides[0][0])
                || !int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out var part) || part > GreatestPart)
            {
                throw new FormatException($"'{entry}' is no part of a mix such as input=70,tool=20,filter=5,output=5, with parts up to {GreatestPart}");
            }

            if (parts.Exists(known => known.Kind == kind))
            {
                throw new FormatException($"'{sides[0]}' stands twice in the mix");
            }

            parts.Add((kind, part));
        }

        return parts.Sum(part => part.Part) > 0 ? new Mix(Cycle(parts), text) : throw new FormatException("the mix is empty");
    }

    /// <summary>Each step takes the kind that is furthest behind its share.</summary>
    private static CallKind[] Cycle(List<(CallKind Kind, int Part)> parts)
    {
        var divisor = parts.Where(part => part.Part > 0).Select(part => part.Part).Aggregate(GreatestCommonDivisor);
        var total = parts.Sum(part => part.Part / divisor);
        var given = new int[parts.Count];
        var cycle = new CallKind[total];
        for (var step = 0; step < total; step++)
        {
            var next = Enumerable.Range(0, parts.Count).MaxBy(index => ((step + 1.0) * parts[index].Part / divisor / total) - given[index]);
            given[next]++;
            cycle[step] = parts[next].Kind;
        }

        return cycle;
    }

    private static int GreatestCommonDivisor(int left, int right) => right == 0 ? left : GreatestCommonDivisor(right, left % right);
}
