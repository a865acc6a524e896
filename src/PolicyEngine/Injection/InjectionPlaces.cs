using AiDesk.Policy.Injection.Learned;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection;

/// <summary>What of a text is to be cut: where its signatures stand, or, when wording is all there is, the words that weigh most in each stretch that alone reaches the point.</summary>
internal static class InjectionPlaces
{
    /// <param name="views">The text.</param>
    /// <param name="judgement">Its strongest view; at or above the point.</param>
    /// <param name="point">Probability from which a place is cut, 0 to 1.</param>
    /// <param name="whole">Whole stretches instead of their heaviest words: for a text that those were cut out of without end.</param>
    /// <param name="places">Where places go, in the whole text.</param>
    public static void Add(TextViews views, in ViewJudgement judgement, double point, bool whole, List<(int Start, int End)> places)
    {
        var view = views[judgement.View];
        var before = places.Count;
        foreach (var (start, end) in judgement.Evidence.Places())
        {
            Add(views, view, start, end, places);
        }

        // Signatures stand where they stand; wording is a stretch of words. It is cut when it is all there is, in this round or in the next.
        if (places.Count == before && judgement.HasWording)
        {
            AddWording(views, view, judgement, point, whole, places);
        }
    }

    private static void AddWording(TextViews views, TextView view, in ViewJudgement judgement, double point, bool whole, List<(int Start, int End)> places)
    {
        var (start, end) = InjectionFindings.WordingPlace(view, judgement);
        Add(views, view, start, end, places);
        if (judgement.Wording.Stretches == 1 && !whole)
        {
            return;
        }

        var model = InjectionModel.Shipped;
        var sums = views.WordSums(view.Tokens.Length);
        InjectionJudge.Judge(views, judgement.View, sums, model, byPlace: true);
        var words = sums.AsSpan(0, view.Tokens.Length);
        for (var i = 0; i < judgement.Wording.Stretches; i++)
        {
            var reading = WordingScore.Of(words, i, model);
            if (ScoreCalibration.Probability(model.Calibration.LogOdds(0, reading.Score, 1)) >= point
                && (whole ? (reading.First, reading.End) : WordingScore.Heaviest(words, reading)) is var (first, last) && last > first)
            {
                Add(views, view, view.Tokens[first].Start, view.Tokens[last - 1].End, places);
            }
        }
    }

    private static void Add(TextViews views, TextView view, int start, int end, List<(int Start, int End)> places)
    {
        var place = view.Locate(start, end);
        places.Add((views.Offset + place.Start, views.Offset + place.End));
    }
}
