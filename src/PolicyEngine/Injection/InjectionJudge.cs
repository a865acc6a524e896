using AiDesk.Policy.Injection.Learned;
using AiDesk.Policy.Text;
using AiDesk.Policy.Text.Words;

namespace AiDesk.Policy.Injection;

/// <summary>Judges each view of a text by signatures, structure and wording, and picks the one that is most certain to be an attack.</summary>
internal static class InjectionJudge
{
    /// <summary>A disguise is evidence itself once something was found behind it: nobody disguises harmless words.</summary>
    private const double DisguiseBonus = 1.6;

    /// <summary>What the wording of a rewritten view counts less in which no <see cref="Signature"/> was found: harmless words come out of it strange.</summary>
    private const double Rewritten = 0.9;

    /// <summary>Evidence from which a view's wording counts in full.</summary>
    private const double Signature = 3;

    /// <summary>Evidence of a text in which more is encoded than is looked into.</summary>
    private const double Unread = 4.4;

    /// <summary>The least that such a text has: a probability of 0.65.</summary>
    private const double UnreadLogOdds = 0.619;

    /// <summary>The most certain view.</summary>
    public static ViewJudgement Strongest(TextViews views) => Strongest(views, InjectionModel.Shipped);

    /// <param name="views">The text.</param>
    /// <param name="model">The weights.</param>
    /// <param name="byPlace">
    /// True to judge the highest stretch as if it stood alone: an untrusted text loses its place and no more, so that its length is no reason to let it pass.
    /// </param>
    public static ViewJudgement Strongest(TextViews views, InjectionModel model, bool byPlace = false)
    {
        var best = new ViewJudgement { LogOdds = double.NegativeInfinity };
        for (var v = 0; v < views.Count; v++)
        {
            var sums = views.WordSums(views[v].Tokens.Length);
            var own = Judge(views, v, sums, model, byPlace);
            if (own.LogOdds > best.LogOdds)
            {
                (own.HeaviestFirst, own.HeaviestEnd) = WordingScore.Heaviest(sums, own.Wording);
                best = own;
            }
        }

        if (views.DecodingCapped)
        {
            // More is encoded here than is looked into: what was not judged is not a pass.
            best.LogOdds = Math.Max(best.LogOdds, UnreadLogOdds);
        }

        return best;
    }

    /// <summary>One view. Judging it may add further ones.</summary>
    /// <param name="views">The text.</param>
    /// <param name="index">Number of the view.</param>
    /// <param name="sums">A zero for each of its words; afterwards what each weighs.</param>
    /// <param name="model">The weights.</param>
    /// <param name="byPlace">As for <see cref="Strongest(TextViews, InjectionModel, bool)"/>.</param>
    public static ViewJudgement Judge(TextViews views, int index, int[] sums, InjectionModel model, bool byPlace = false)
    {
        var view = views[index];
        var judgement = new ViewJudgement { View = index };
        var sink = new WeightSink(sums, model.Weights);
        var disguises = Read(views, view, ref judgement.Evidence, ref sink);
        if (index == 0)
        {
            AddUnread(views, view, ref judgement.Evidence);
        }
        else
        {
            WeighDisguise(view, ref judgement.Evidence);
        }

        // A key word backwards, under rot13 or scrambled is what makes those views worth making; they are judged after all others.
        views.AddHinted(view, disguises);

        judgement.Wording = WordingScore.Highest(sums.AsSpan(0, view.Tokens.Length), model);
        if (index > 0 && judgement.Evidence.Sum() < Signature && TextTransforms.Rewrites(view.Transform))
        {
            judgement.Wording = judgement.Wording with { Score = judgement.Wording.Score - Rewritten };
        }

        judgement.LogOdds = model.Calibration.LogOdds(judgement.Evidence.Sum(), judgement.Wording.Score, byPlace ? 1 : judgement.Wording.Stretches);
        return judgement;
    }

    /// <summary>All evidence and all features of one view, in overlapping stretches when it has very many hits.</summary>
    /// <returns>How words that no lexicon knows may be disguised.</returns>
    public static WordDisguises Read<TSink>(TextViews views, TextView view, ref EvidenceSheet sheet, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        ModelFeatures.OfWords(view, ref sink);
        StructuralEvidence.Apply(view, ref sheet);

        // No more room than a short text can fill: the stack is cleared for it.
        Span<SignatureHit> hits = stackalloc SignatureHit[Math.Min(SignatureScan.Capacity, view.Tokens.Length)];
        var token = 0;
        var count = 0;
        var sentence = 0;
        var disguises = WordDisguises.None;
        while (token < view.Tokens.Length)
        {
            var known = count;
            disguises |= SignatureScan.Collect(views, view, ref token, hits, ref count, ref sentence);
            var any = SignatureScan.AnyOf(hits[..count]);
            SignatureScan.Resolve(hits[..count]);
            ModelFeatures.OfMeanings(hits[..count], known, ref sink);
            if (SignatureRules.MayApply(any))
            {
                SignatureRules.Apply(hits[..count], ref sheet);
            }

            if (token == view.Tokens.Length)
            {
                break;
            }

            hits[(count - SignatureScan.Overlap)..].CopyTo(hits);
            count = SignatureScan.Overlap;
        }

        return disguises;
    }

    private static void AddUnread(TextViews views, TextView view, ref EvidenceSheet sheet)
    {
        if (views.DecodingCapped)
        {
            sheet.Add(SignatureRule.HiddenText, Unread, 0, view.Length);
        }
    }

    /// <summary>Evidence that a further view has in plain text is the first view's; what stands behind a disguise weighs more.</summary>
    private static void WeighDisguise(TextView view, ref EvidenceSheet sheet)
    {
        if (!sheet.Any)
        {
            return;
        }

        var best = sheet.Best();
        var strongest = sheet[best];
        var transform = view.TransformAt(strongest.Start, strongest.End);
        if (transform == TextTransform.None)
        {
            sheet = default;
        }
        else if (TextTransforms.IsDisguise(transform))
        {
            sheet.Add(best, strongest.Weight + DisguiseBonus, strongest.Start, strongest.End);
        }
    }
}
