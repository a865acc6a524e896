using AiDesk.Policy.Injection;
using AiDesk.Policy.Injection.Learned;
using AiDesk.Policy.Text;
using AiDesk.Training.Texts;

namespace AiDesk.Training.Fitting;

/// <summary>Makes examples with the detector's own code, so that what is trained is what will be scored. Not thread-safe.</summary>
internal sealed class ExampleReader
{
    /// <summary>Stretches kept of one text; a longer one repeats itself.</summary>
    private const int MostStretches = 64;

    /// <summary>Scores by signatures and structure alone.</summary>
    private static readonly InjectionModel EvidenceOnly =
        InjectionModel.Create(new sbyte[ModelFeatures.TableSize], scale: 1, bias: 0, new ScoreCalibration(Evidence: 1, Wording: 0, Base: 0, Flag: 0, Deny: 1, Length: 0));

    private readonly TextViews _views = new();

    public Example Read(TrainingText text)
    {
        var stretches = new List<Stretch>();
        var evidence = 0.0;
        var length = 1;
        _views.Prepare(text.Text);
        do
        {
            evidence = Math.Max(evidence, EvidenceOf(InjectionJudge.Strongest(_views, EvidenceOnly)));
            length = Math.Max(length, AddStretches(_views.Folded, stretches));
        }
        while (stretches.Count < MostStretches && _views.Advance(text.Text));
        return new Example(text, evidence, [.. stretches], length);
    }

    private static double EvidenceOf(in ViewJudgement judgement) => Math.Min(judgement.Evidence.Sum(), ScoreCalibration.MostEvidence);

    private int AddStretches(TextView view, List<Stretch> stretches)
    {
        var words = new List<int>[view.Tokens.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = [];
        }

        var sheet = default(EvidenceSheet);
        var collector = new FeatureCollector(words);
        InjectionJudge.Read(_views, view, ref sheet, ref collector);
        var count = WordingScore.Stretches(words.Length);
        for (var i = 0; i < count && stretches.Count < MostStretches; i++)
        {
            var (first, end) = WordingScore.Stretch(i, words.Length);
            stretches.Add(new Stretch([.. words[first..end].SelectMany(features => features)], WordingScore.Norm(end - first)));
        }

        return count;
    }
}
