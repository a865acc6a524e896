namespace AiDesk.Policy.Injection.Learned;

/// <summary>
/// The learned score of a view: over every stretch of <see cref="WindowTokens"/> words, half overlapping, the weights of its features by the root of its words; the
/// highest counts, so that one sentence in a long document is not thinned out by the rest.
/// </summary>
internal static class WordingScore
{
    /// <summary>Words judged together.</summary>
    public const int WindowTokens = 32;

    private const int Step = WindowTokens / 2;

    /// <summary>Fewest words that a score is divided by: a single word is not a text.</summary>
    private const int LeastTokens = 4;

    /// <summary>Steps that a word must weigh to lengthen the run that a finding points at: what says little joins no two sentences.</summary>
    private const int Quiet = 32;

    private static readonly double[] Norms = [.. Enumerable.Range(0, WindowTokens + 1).Select(count => 1 / Math.Sqrt(Math.Max(count, LeastTokens)))];

    /// <summary>What the weights of a stretch of so many words are multiplied by.</summary>
    public static double Norm(int tokens) => Norms[tokens];

    /// <summary>The first words of the stretches of a view: always one, and a further one for every half stretch that begins before the end.</summary>
    public static int Stretches(int tokens) => tokens <= WindowTokens ? 1 : ((tokens - Step - 1) / Step) + 1;

    public static (int First, int End) Stretch(int index, int tokens) => (index * Step, Math.Min(tokens, (index * Step) + WindowTokens));

    /// <summary>The highest stretch.</summary>
    /// <param name="sums">Weights of each word's features, in steps.</param>
    /// <param name="model">What a step is worth.</param>
    public static WordingReading Highest(ReadOnlySpan<int> sums, InjectionModel model)
    {
        var best = double.NegativeInfinity;
        var first = 0;
        var stretches = Stretches(sums.Length);
        for (var i = 0; i < stretches; i++)
        {
            var (from, end) = Stretch(i, sums.Length);
            var score = Weigh(sums[from..end]);
            if (score > best)
            {
                best = score;
                first = from;
            }
        }

        return new WordingReading(model.Bias + (model.Scale * best), first, Math.Min(sums.Length, first + WindowTokens), stretches);
    }

    /// <summary>One stretch of a view, by its number.</summary>
    public static WordingReading Of(ReadOnlySpan<int> sums, int index, InjectionModel model)
    {
        var (first, end) = Stretch(index, sums.Length);
        return new WordingReading(model.Bias + (model.Scale * Weigh(sums[first..end])), first, end, 1);
    }

    private static double Weigh(ReadOnlySpan<int> sums)
    {
        var sum = 0;
        foreach (var value in sums)
        {
            sum += value;
        }

        return sum * Norms[sums.Length];
    }

    /// <summary>The run of words within a stretch whose weights add up to most: what a finding points at. Empty when no word speaks for an attack.</summary>
    public static (int First, int End) Heaviest(ReadOnlySpan<int> sums, WordingReading reading)
    {
        var most = 0;
        var first = reading.First;
        var end = reading.First;
        var sum = 0;
        var from = reading.First;
        for (var i = reading.First; i < reading.End; i++)
        {
            if (sum <= 0)
            {
                sum = 0;
                from = i;
            }

            sum += sums[i] - Quiet;
            if (sum > most)
            {
                (most, first, end) = (sum, from, i + 1);
            }
        }

        return (first, end);
    }
}

/// <param name="Score">Log-odds as the model sees them, bias included.</param>
/// <param name="First">First word of the stretch.</param>
/// <param name="End">Word after its last.</param>
/// <param name="Stretches">How many there were.</param>
internal readonly record struct WordingReading(double Score, int First, int End, int Stretches);
