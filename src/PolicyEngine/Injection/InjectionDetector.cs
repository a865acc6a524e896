using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection;

/// <summary>
/// Does a text try to give the model instructions of its own? A probability from signatures, structure and a learned model of wording, over every view of the text.
/// Linear in the text; allocates nothing when nothing is found. What it cannot see: instructions without any such wording (provenance carries that case).
/// </summary>
public static class InjectionDetector
{
    /// <summary>Scores the prepared window and, from <see cref="InjectionRules.FlagAt"/> on, adds a finding for each kind of evidence.</summary>
    /// <param name="views">The prepared text; windows of a long one are inspected one by one.</param>
    /// <param name="field">Name of the text in findings.</param>
    /// <param name="rules">Thresholds and severity.</param>
    /// <param name="findings">Where findings go; places are in the whole text.</param>
    /// <returns>The score, 0 to 1.</returns>
    public static double Inspect(TextViews views, string field, in InjectionRules rules, FindingList findings)
    {
        var judgement = InjectionJudge.Strongest(views);
        var score = judgement.Score;
        if (score >= rules.FlagAt)
        {
            InjectionFindings.Add(views, judgement, field, rules, findings);
        }

        return score;
    }

    /// <summary>The score alone, 0 to 1, by which untrusted texts are cut: of the most suspicious place, however long the text is.</summary>
    public static double Score(TextViews views) => InjectionJudge.Strongest(views, Learned.InjectionModel.Shipped, byPlace: true).Score;
}
