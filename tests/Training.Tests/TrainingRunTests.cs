using System.Security.Cryptography;
using AiDesk.Policy.Injection.Learned;
using AiDesk.Training.Fitting;
using AiDesk.Training.Measuring;

namespace AiDesk.Training.Tests;

public class TrainingRunTests
{
    /// <summary>Of what training on <see cref="SmallTexts"/> wrote on the machine where this was committed.</summary>
    private const string Expected = "6B0E9EA88BF1EE24F2BC70937CD2590D214B6E176FEF74588F83D57BB564FAA0";

    private static readonly FittingOptions Options = new();
    private static readonly Example[] Examples = [.. SmallTexts.All().Select(new ExampleReader().Read)];

    [Fact]
    public void Write_SmallTexts_GivesTheCommittedBytes() =>
        Convert.ToHexString(SHA256.HashData(Train([.. SmallTexts.All().Select(SmallTexts.ExampleOf)]).Write())).ShouldBe(Expected);

    [Fact]
    public void Write_Model_IsReadBackWhole()
    {
        var model = Train();
        var read = InjectionModel.Read(model.Write());
        read.Weights.ShouldBe(model.Weights);
        read.Scale.ShouldBe(model.Scale);
        read.Bias.ShouldBe(model.Bias);
        read.Calibration.ShouldBe(model.Calibration);
    }

    [Fact]
    public void Read_CutFile_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => InjectionModel.Read(Train().Write().AsSpan(0, 1000))).Message.ShouldContain("not a file of weights");

    [Fact]
    public void Run_SmallTexts_TellsThemApart()
    {
        var weights = LinearFit.Run(Examples, Options);
        var lowestAttack = Examples.Where(example => example.Text.IsAttack).Min(weights.Score);
        Examples.Where(example => !example.Text.IsAttack).ShouldAllBe(example => weights.Score(example) < lowestAttack);
    }

    [Fact]
    public void Run_LeftOutSource_IsScoredByWeightsThatNeverSawIt()
    {
        // One source alone has a word that gives its attacks away: weights that had seen it would tell.
        var marked = new ExampleReader().Read(new Texts.TrainingText("xylophone quartz", true, "delta", "en", "direct", false, 1));
        var harmless = new ExampleReader().Read(new Texts.TrainingText("trombone feldspar", false, "epsilon", "en", "benign", false, 1));
        var unseen = LeaveOneSourceOut.Run([.. Examples, marked, marked, marked, harmless, harmless, harmless], [], Options, default);
        var attack = unseen.First(score => score.Example.Text.Source == "delta").Wording;
        var other = unseen.First(score => score.Example.Text.Source == "epsilon").Wording;
        var seen = LinearFit.Run([.. Examples, marked, marked, marked, harmless, harmless, harmless], Options);
        (seen.Score(marked) - seen.Score(harmless)).ShouldBeGreaterThan(1);
        Math.Abs(attack - other).ShouldBeLessThan(1);
        unseen.Count.ShouldBe(Examples.Length + 6);
    }

    [Fact]
    public void Run_Calibration_PutsThePointsOfPolicyWhereHarmlessTextsAreRare()
    {
        var unseen = LeaveOneSourceOut.Run(Examples, [], Options, default);
        var points = new OperatingPoints { DenyPublic = 0.02, DenyOwn = 0.02, FlagPublic = 0.1, FlagOwn = 0.1 };
        var calibration = CalibrationFit.Run(unseen, points);
        double Share(double point) => unseen.Where(score => !score.Example.Text.IsAttack)
            .Average(score => ScoreCalibration.Probability(calibration.LogOdds(score.Example.Evidence, score.Wording, score.Example.Length)) > point + 1e-9 ? 1 : 0);
        Share(0.9).ShouldBeLessThanOrEqualTo(0.02);
        Share(0.6).ShouldBeLessThanOrEqualTo(0.1);
        calibration.Evidence.ShouldBeGreaterThanOrEqualTo(0);
        calibration.Wording.ShouldBeGreaterThan(0);
    }

    private static InjectionModel Train() => Train(Examples);

    private static InjectionModel Train(Example[] examples) => Quantiser.Run(
        LinearFit.Run(examples, Options),
        Options.MostWeight,
        CalibrationFit.Run(LeaveOneSourceOut.Run(examples, [], Options, default), new OperatingPoints()));
}
