using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection;

/// <summary>Collects the evidence of each view of a text and picks the view that has most.</summary>
internal static class InjectionSheets
{
    /// <summary>A disguise is evidence itself once something was found behind it: nobody disguises harmless words.</summary>
    private const double DisguiseBonus = 1.6;

    private const double Unread = 4.4;

    /// <summary>The index of the view with the most evidence, and its evidence; -1 when no view has any.</summary>
    public static int Strongest(TextViews views, ref EvidenceSheet sheet)
    {
        var best = -1;
        for (var v = 0; v < views.Count; v++)
        {
            var view = views[v];
            var own = default(EvidenceSheet);
            if (v == 0 && views.DecodingCapped)
            {
                // More is encoded here than is looked into: what was not judged is not a pass.
                own.Add(SignatureRule.HiddenText, Unread, 0, view.Length);
            }

            var seen = Judge(views, view, ref own);
            if (v == 0)
            {
                AddHintedViews(views, seen);
            }

            if (!own.Any || (v > 0 && IsPlain(view, own)))
            {
                continue;
            }

            if (Disguise(view, own))
            {
                var strongest = own[own.Best()];
                own.Add(own.Best(), strongest.Weight + DisguiseBonus, strongest.Start, strongest.End);
            }

            if (best < 0 || own.Sum() > sheet.Sum())
            {
                best = v;
                sheet = own;
            }
        }

        return best;
    }

    /// <summary>All evidence of one view, in overlapping stretches when it has very many hits; everything that its words may be.</summary>
    private static SignatureClass Judge(TextViews views, TextView view, ref EvidenceSheet sheet)
    {
        StructuralEvidence.Apply(view, ref sheet);
        Span<SignatureHit> hits = stackalloc SignatureHit[SignatureScan.Capacity];
        var token = 0;
        var count = 0;
        var sentence = 0;
        var seen = SignatureClass.None;
        while (token < view.Tokens.Length)
        {
            SignatureScan.Collect(views, view, ref token, hits, ref count, ref sentence);
            var any = SignatureScan.AnyOf(hits[..count]);
            seen |= any;
            if (SignatureRules.MayApply(any))
            {
                SignatureScan.Resolve(hits[..count]);
                SignatureRules.Apply(hits[..count], ref sheet);
            }

            if (count < hits.Length)
            {
                break;
            }

            hits[(count - SignatureScan.Overlap)..].CopyTo(hits);
            count = SignatureScan.Overlap;
        }

        return seen;
    }

    /// <summary>A key word backwards or under rot13 is what makes those views worth making.</summary>
    private static void AddHintedViews(TextViews views, SignatureClass seen)
    {
        if ((seen & SignatureClass.WrittenBackwards) != 0)
        {
            views.AddReversed();
        }

        if ((seen & SignatureClass.WrittenInRot13) != 0)
        {
            views.AddRot13();
        }
    }

    /// <summary>A further view whose evidence stands in plain text: the first view has it already.</summary>
    private static bool IsPlain(TextView view, in EvidenceSheet sheet)
    {
        var strongest = sheet[sheet.Best()];
        return view.TransformAt(strongest.Start, strongest.End) == TextTransform.None;
    }

    private static bool Disguise(TextView view, in EvidenceSheet sheet)
    {
        var strongest = sheet[sheet.Best()];
        return view.TransformAt(strongest.Start, strongest.End) is not (TextTransform.None or TextTransform.CombiningMarks);
    }
}
