using AiDesk.Evaluation.Figures;
using AiDesk.Evaluation.Reports;
using AiDesk.Evaluation.Scoring;
using Xunit.Abstractions;

namespace AiDesk.SharedData.Tests.Injection;

/// <summary>What the shipped weights reach on the public texts that were kept from training, less a point or two: a change that makes the detector worse is seen here.</summary>
public sealed class InjectionFloorTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Score_PublicTextsKeptFromTraining_IsNoWorseThanItWas()
    {
        var (scored, faults) = await FileScoring.RunAsync(DataFolder.Of("injection/dev.jsonl"), new InjectionScorer(), default);
        faults.ShouldBeEmpty();
        var result = EvaluationResult.Of([scored! with { File = "public texts kept from training" }]);
        foreach (var line in EvaluationTable.Lines(result, "attacks"))
        {
            output.WriteLine(line);
        }

        result.Pooled.AreaUnderCurve!.Value.ShouldBeGreaterThan(0.96);
        result.Pooled.RecallAtDeny.Value!.Value.ShouldBeGreaterThan(0.56);
        result.Pooled.RecallAtFlag.Value!.Value.ShouldBeGreaterThan(0.89);
        result.Pooled.RecallAtOnePerMille!.Value.ShouldBeGreaterThan(0.66);
        result.Pooled.FalsePositivesAtDeny.Value!.Value.ShouldBeLessThanOrEqualTo(0.001);
        Kind("hard_benign").FalsePositivesAtDeny.Value!.Value.ShouldBeLessThanOrEqualTo(0.003);
        Kind("benign").FalsePositivesAtFlag.Value!.Value.ShouldBeLessThanOrEqualTo(0.012);

        DetectorFigures Kind(string name) => result.ByKind.Single(kind => kind.Kind == name).Figures;
    }
}
