using AiDesk.Training.Fitting;

namespace AiDesk.Training.Measuring;

/// <summary>
/// Trains without a source and scores that source, for every public source; the project's own texts, which are written to fill gaps, are left out a fifth at a time.
/// What a detector does on texts of a source that it does not know is the only figure that carries over to a user's texts.
/// </summary>
internal static class LeaveOneSourceOut
{
    private const int OwnFolds = 5;

    /// <param name="examples">What may train.</param>
    /// <param name="measuredOnly">What never trains and is scored by the weights that leave its source out.</param>
    /// <param name="options">How weights are fitted.</param>
    /// <param name="cancellation">Ends the run between two fits.</param>
    public static List<UnseenScore> Run(IReadOnlyList<Example> examples, IReadOnlyList<Example> measuredOnly, FittingOptions options, CancellationToken cancellation)
    {
        var folds = examples.Concat(measuredOnly).GroupBy(FoldOf, StringComparer.Ordinal).OrderBy(fold => fold.Key, StringComparer.Ordinal).ToArray();
        var scores = new UnseenScore[folds.Length][];
        Parallel.For(0, folds.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var weights = LinearFit.Run([.. examples.Where(example => FoldOf(example) != folds[i].Key)], options);
            scores[i] = [.. folds[i].Select(example => new UnseenScore(example, weights.Score(example)))];
        });
        return [.. scores.SelectMany(fold => fold)];
    }

    /// <summary>Own texts by their place in the language's list, the same for all languages: a scenario told in two languages is left out of both.</summary>
    private static string FoldOf(Example example) => example.Text.IsOwn ? $"own {example.Text.Fold % OwnFolds}" : example.Text.Source;
}
