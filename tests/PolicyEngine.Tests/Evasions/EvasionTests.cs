using System.Globalization;
using AiDesk.Policy.Injection;
using AiDesk.Policy.Injection.Learned;
using AiDesk.Policy.Text;
using Xunit.Abstractions;

namespace AiDesk.PolicyEngine.Tests.Evasions;

/// <summary>
/// Every way of writing, applied to attacks that are caught when they are plain, and to texts that mean no harm. Of the former 95 % must still be caught; of
/// the latter no more than 0.5 in a hundred may be flagged that are not when plain. Both by signatures and structure, whatever the learned weights are; the
/// table's last columns say what comes out with them.
/// </summary>
public class EvasionTests(ITestOutputHelper output)
{
    private const double FlagAt = 0.60;

    private static readonly InjectionModel NoWeights =
        InjectionModel.Create(new sbyte[ModelFeatures.TableSize], scale: 1, bias: 0, new ScoreCalibration(Evidence: 1, Wording: 1, Base: -3.6, Flag: ScoreCalibration.FlagLogOdds, Deny: ScoreCalibration.DenyLogOdds, Length: 0));

    private static readonly Evasion[] All =
        [.. CharacterEvasions.All, .. SpellingEvasions.All, .. MarkupEvasions.All, .. EncodingEvasions.All];

    private readonly TextViews _views = new();

    public static TheoryData<string> Names => [.. All.Select(e => e.Name)];

    [Fact]
    public void Score_PlainAttacks_AreAllCaught() => EvasionAttacks.All.Where(a => Score(a) < FlagAt).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Names))]
    public void Score_Disguised_IsAsPlain(string name)
    {
        var evasion = All.Single(e => string.Equals(e.Name, name, StringComparison.Ordinal));
        var missed = EvasionAttacks.All.Where(a => Score(evasion.Write(a)) < FlagAt).ToList();
        var flagged = HarmlessTexts.All.Where(h => Score(h) < FlagAt && Score(evasion.Write(h)) >= FlagAt).ToList();
        var caught = EvasionAttacks.All.Length - missed.Count;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {caught} of {EvasionAttacks.All.Length} caught | {flagged.Count} of {HarmlessTexts.All.Length} flagged{(evasion.IsEvidence ? ", meant to be" : "")} | {WithWeights(evasion)} |"));
        caught.ShouldBeGreaterThanOrEqualTo((int)Math.Ceiling(0.95 * EvasionAttacks.All.Length), "missed: " + string.Join("\n", missed.Select(evasion.Write)));
        if (!evasion.IsEvidence)
        {
            flagged.Count.ShouldBeLessThanOrEqualTo((int)(0.005 * HarmlessTexts.All.Length), string.Join("\n", flagged.Select(evasion.Write)));
        }
    }

    /// <summary>With the weights: of all harmless texts in all ways of writing, no more than half a point in a hundred are flagged that are not when plain.</summary>
    [Fact]
    public void Score_HarmlessDisguisedWithWeights_IsFlaggedHardlyMoreThanPlain()
    {
        var plain = HarmlessTexts.All.Where(text => Score(text, InjectionModel.Shipped) < FlagAt).ToArray();
        var ways = All.Where(evasion => !evasion.IsEvidence).ToArray();
        var flagged = ways.Sum(evasion => plain.Count(text => Score(evasion.Write(text), InjectionModel.Shipped) >= FlagAt));
        output.WriteLine($"{flagged} of {ways.Length * plain.Length}");
        flagged.ShouldBeLessThanOrEqualTo((int)(0.005 * ways.Length * plain.Length));
    }

    [Fact]
    public void Score_Harmless_IsNotFlagged() => HarmlessTexts.All.Where(h => Score(h) >= FlagAt).ShouldBeEmpty();

    /// <summary>What the shipped weights catch, and what they flag that they do not when it is plain.</summary>
    private string WithWeights(Evasion evasion)
    {
        var caught = EvasionAttacks.All.Count(a => Score(evasion.Write(a), InjectionModel.Shipped) >= FlagAt);
        var flagged = HarmlessTexts.All.Count(h => Score(h, InjectionModel.Shipped) < FlagAt && Score(evasion.Write(h), InjectionModel.Shipped) >= FlagAt);
        return $"{caught} caught | {flagged} flagged";
    }

    private double Score(string text) => Score(text, NoWeights);

    private double Score(string text, InjectionModel model)
    {
        var highest = 0.0;
        _views.Prepare(text);
        do
        {
            highest = Math.Max(highest, InjectionJudge.Strongest(_views, model).Score);
        }
        while (_views.Advance(text));

        return highest;
    }
}
