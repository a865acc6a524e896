using AiDesk.Policy.Injection.Learned;

namespace AiDesk.Training.Fitting;

/// <summary>
/// How fast a feature may learn: by how much more often it is in texts of one label than of the other, as in naive Bayes (Wang and Manning, "Baselines and Bigrams",
/// 2012). Words that are everywhere stay small, and what was met once has no weight at all.
/// </summary>
internal static class FeatureWorth
{
    /// <summary>A ratio beyond e to this says no more.</summary>
    private const double MostRatio = 3;

    public static double[] Of(IReadOnlyList<(Example Example, double Importance)> texts, FittingOptions options)
    {
        var attacks = new double[ModelFeatures.TableSize];
        var harmless = new double[ModelFeatures.TableSize];
        var counts = new int[ModelFeatures.TableSize];
        var last = new int[ModelFeatures.TableSize];
        var (allAttacks, allHarmless) = (2 * options.Smoothing, 2 * options.Smoothing);
        for (var i = 0; i < texts.Count; i++)
        {
            var (example, importance) = texts[i];
            var label = example.Text.IsAttack ? attacks : harmless;
            foreach (var feature in example.Stretches.SelectMany(stretch => stretch.Features))
            {
                if (last[feature] != i + 1)
                {
                    last[feature] = i + 1;
                    label[feature] += importance;
                    counts[feature]++;
                }
            }

            (allAttacks, allHarmless) = example.Text.IsAttack ? (allAttacks + importance, allHarmless) : (allAttacks, allHarmless + importance);
        }

        var worth = new double[ModelFeatures.TableSize];
        for (var i = 0; i < worth.Length; i++)
        {
            if (counts[i] >= options.LeastTexts)
            {
                var ratio = (attacks[i] + options.Smoothing) / allAttacks / ((harmless[i] + options.Smoothing) / allHarmless);
                worth[i] = options.LeastWorth + ((1 - options.LeastWorth) * Math.Min(MostRatio, Math.Abs(FixedMath.Log(ratio))));
            }
        }

        return worth;
    }
}
