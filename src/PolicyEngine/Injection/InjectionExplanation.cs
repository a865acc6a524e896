using AiDesk.Policy.Injection.Learned;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection;

/// <summary>Why a text has its score: for `aidesk explain`. Computes what the detector computes and keeps it; off the hot path.</summary>
internal static class InjectionExplanation
{
    /// <summary>Explains the prepared window, view by view.</summary>
    public static IReadOnlyList<ExplainedView> Of(TextViews views)
    {
        var model = InjectionModel.Shipped;

        // Judged first: further views are added on the way, when a key word is written backwards or under rot13.
        var strongest = InjectionJudge.Strongest(views, model);
        var explained = new List<ExplainedView>();
        for (var v = 0; v < views.Count; v++)
        {
            explained.Add(Explain(views, v, model, v == strongest.View));
        }

        return explained;
    }

    private static ExplainedView Explain(TextViews views, int index, InjectionModel model, bool isStrongest)
    {
        var view = views[index];
        var sums = views.WordSums(view.Tokens.Length);
        var judgement = InjectionJudge.Judge(views, index, sums, model);
        var evidence = new List<ExplainedEvidence>();
        for (var i = 0; i < EvidenceSheet.Rules; i++)
        {
            if (judgement.Evidence[(SignatureRule)i] is { Weight: > 0 } found)
            {
                var place = Math.Min(found.End, view.Length);
                evidence.Add(new ExplainedEvidence(
                    (SignatureRule)i,
                    SignatureRuleNames.CodeOf((SignatureRule)i),
                    found.Weight,
                    view.Text[found.Start..place].ToString(),
                    TextTransforms.NameOf(view.TransformAt(found.Start, place))));
            }
        }

        var norm = model.Scale * WordingScore.Norm(judgement.Wording.End - judgement.Wording.First);
        var words = new List<ExplainedWord>();
        for (var i = judgement.Wording.First; i < judgement.Wording.End; i++)
        {
            words.Add(new ExplainedWord(view.TextOf(view.Tokens[i]).ToString(), sums[i] * norm));
        }

        return new ExplainedView(TextTransforms.NameOf(view.Transform), view.Text.ToString(), isStrongest, evidence, words, judgement);
    }
}

/// <param name="Transform">What made the view; empty for the folded text itself.</param>
/// <param name="Text">The text as it was judged.</param>
/// <param name="IsStrongest">Its score is the text's.</param>
/// <param name="Evidence">Signatures and structure.</param>
/// <param name="Words">The highest stretch, word by word, in the order of the text.</param>
/// <param name="Judgement">The numbers.</param>
internal sealed record ExplainedView(
    string Transform,
    string Text,
    bool IsStrongest,
    IReadOnlyList<ExplainedEvidence> Evidence,
    IReadOnlyList<ExplainedWord> Words,
    ViewJudgement Judgement);

/// <param name="Rule">The rule that fired.</param>
/// <param name="Code">Its finding's code.</param>
/// <param name="Weight">Evidence, in the signatures' own log-odds.</param>
/// <param name="Text">The place.</param>
/// <param name="Transform">What uncovered the place; empty for nothing.</param>
internal sealed record ExplainedEvidence(SignatureRule Rule, string Code, double Weight, string Text, string Transform);

/// <param name="Text">A word.</param>
/// <param name="Weight">What it and its pairs add to the wording's score.</param>
internal sealed record ExplainedWord(string Text, double Weight);
