using AiDesk.Policy.Injection.Learned;
using AiDesk.Training.Fitting;
using AiDesk.Training.Measuring;
using AiDesk.Training.Texts;

namespace AiDesk.Training;

/// <summary>The whole training: leave one source out, calibrate on what that said, fit on everything. The same texts give the same bytes, on any machine.</summary>
internal sealed record TrainingRun(InjectionModel Model, IReadOnlyList<SourceFigures> Sources)
{
    public static TrainingRun Make(TrainingSet set, FittingOptions options, OperatingPoints points, CancellationToken cancellation)
    {
        var reader = new ExampleReader();
        var examples = set.Texts.Select(reader.Read).ToArray();
        var measuredOnly = set.LeftOutForLicence.Concat(set.LeftOutForWording).Select(reader.Read).ToArray();
        var unseen = LeaveOneSourceOut.Run(examples, measuredOnly, options, cancellation);
        var calibration = CalibrationFit.Run(unseen, points);
        var model = Quantiser.Run(LinearFit.Run(examples, options), options.MostWeight, calibration);
        return new TrainingRun(model, SourceFigures.Of(unseen, points));
    }
}
