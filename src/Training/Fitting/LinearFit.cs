using AiDesk.Policy.Injection.Learned;

namespace AiDesk.Training.Fitting;

/// <summary>Weights in full precision.</summary>
/// <param name="Weights">One for each place of the table.</param>
/// <param name="Bias">Of a text without features.</param>
internal sealed record LinearWeights(double[] Weights, double Bias)
{
    /// <summary>The highest stretch, as <see cref="WordingScore.Highest"/> has it.</summary>
    public double Score(Example example) => Bias + example.Stretches.Max(stretch => stretch.Score(Weights));
}

/// <summary>
/// Logistic regression by AdaGrad, one text at a time in a fixed order. Of a text only its highest stretch learns (multiple-instance learning): of an attack in a long
/// document that is the attack, of a harmless document its most suspicious part.
/// </summary>
internal static class LinearFit
{
    /// <summary>A gradient below this changes nothing that a byte could hold.</summary>
    private const double Negligible = 1e-5;

    public static LinearWeights Run(IReadOnlyList<Example> examples, FittingOptions options)
    {
        var order = Weighted(examples, options);
        var worth = FeatureWorth.Of(order, options);
        var inner = new double[ModelFeatures.TableSize];
        var weights = new double[ModelFeatures.TableSize];
        var squares = new double[ModelFeatures.TableSize];
        var shuffle = new FixedOrder(options.Seed);
        var decay = options.Decay * examples.Count;
        var bias = 0.0;
        var biasSquares = 1.0;
        for (var pass = 0; pass < options.Passes; pass++)
        {
            shuffle.Shuffle(order);
            foreach (var (example, importance) in order)
            {
                var (stretch, score) = Highest(example, weights);
                var logOdds = bias + score + (options.EvidenceOffset * example.Evidence);
                var gradient = importance * (FixedMath.Logistic(logOdds) - (example.Text.IsAttack ? 1 : 0));
                biasSquares += gradient * gradient;
                bias -= options.Rate * gradient / Math.Sqrt(biasSquares);
                if (Math.Abs(gradient) < Negligible)
                {
                    continue;
                }

                foreach (var feature in stretch.Features)
                {
                    var slope = (gradient * stretch.Norm * worth[feature]) + (decay * inner[feature]);
                    squares[feature] += slope * slope;
                    inner[feature] -= options.Rate * slope / Math.Sqrt(squares[feature] + 1e-8);
                    weights[feature] = Math.Clamp(inner[feature] * worth[feature], -options.MostWeight, options.MostWeight);
                }
            }
        }

        return new LinearWeights(weights, bias);
    }

    private static (Stretch Stretch, double Score) Highest(Example example, double[] weights)
    {
        var best = example.Stretches[0];
        var highest = best.Score(weights);
        for (var i = 1; i < example.Stretches.Length; i++)
        {
            var score = example.Stretches[i].Score(weights);
            if (score > highest)
            {
                (best, highest) = (example.Stretches[i], score);
            }
        }

        return (best, highest);
    }

    /// <summary>Every text with its weight: 1 on average. A source of n texts of a label weighs as the root of n, so that large sources do not drown small ones.</summary>
    private static (Example Example, double Importance)[] Weighted(IReadOnlyList<Example> examples, FittingOptions options)
    {
        var groups = examples.GroupBy(example => (example.Text.Source, example.Text.IsAttack))
            .ToDictionary(
                group => group.Key,
                group => (group.First().Text.IsOwn ? options.OwnWeight : 1) / Math.Sqrt(group.Count()));
        double Sum(bool attack) => examples.Where(example => example.Text.IsAttack == attack).Sum(example => groups[(example.Text.Source, attack)]);
        var attacks = options.AttackShare * examples.Count / Sum(attack: true);
        var harmless = (1 - options.AttackShare) * examples.Count / Sum(attack: false);
        return [.. examples.Select(example => (example, groups[(example.Text.Source, example.Text.IsAttack)] * (example.Text.IsAttack ? attacks : harmless)))];
    }
}
