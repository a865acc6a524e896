using AiDesk.Policy.Injection;
using AiDesk.Policy.Injection.Learned;
using AiDesk.Policy.Text;
using AiDesk.PolicyEngine.Tests.Injection.Texts;

namespace AiDesk.PolicyEngine.Tests.Injection;

/// <summary>What signatures, context and structure say on their own, whatever the learned weights are.</summary>
public class SignatureTests
{
    private const double FlagAt = 0.60;

    private static readonly InjectionModel NoWeights =
        InjectionModel.Create(new sbyte[ModelFeatures.TableSize], scale: 1, bias: 0, new ScoreCalibration(Evidence: 1, Wording: 1, Base: -3.6, Flag: ScoreCalibration.FlagLogOdds, Deny: ScoreCalibration.DenyLogOdds, Length: 0));

    private readonly TextViews _views = new();

    [Theory]
    [MemberData(nameof(ShortTexts.Attacks), MemberType = typeof(ShortTexts))]
    [MemberData(nameof(LexiconTexts.Attacks), MemberType = typeof(LexiconTexts))]
    public void Strongest_Attack_IsFlagged(string text) => Score(text).ShouldBeGreaterThanOrEqualTo(FlagAt, text);

    [Theory]
    [MemberData(nameof(ShortTexts.Controls), MemberType = typeof(ShortTexts))]
    [MemberData(nameof(LexiconTexts.Controls), MemberType = typeof(LexiconTexts))]
    public void Strongest_HarmlessMention_IsNotFlagged(string text) => Score(text).ShouldBeLessThan(FlagAt, text);

    private double Score(string text)
    {
        _views.Prepare(text);
        return InjectionJudge.Strongest(_views, NoWeights).Score;
    }
}
