using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Text;

/// <summary>Looks for the phrases of a table in every view of a text and reports each place once.</summary>
internal static class PhraseScan
{
    /// <param name="table">What is looked for.</param>
    /// <param name="views">Where.</param>
    /// <param name="template">The finding, but for its place.</param>
    /// <param name="refine">Fits the finding to the mask of the phrase that was found.</param>
    /// <param name="findings">Where the findings go.</param>
    /// <param name="counts">Asked of what was found: does it count where it stands? Null when it always does.</param>
    /// <returns>Places found, at most <see cref="WordList.MaxFindings"/>.</returns>
    public static int Run(PhraseTable table, TextViews views, in Finding template, Func<ulong, Finding, Finding> refine, FindingList findings, PhraseFilter? counts = null)
    {
        var found = 0;
        for (var v = 0; v < views.Count; v++)
        {
            var view = views[v];
            var tokens = view.Tokens;
            for (var i = 0; i < tokens.Length; i++)
            {
                if (!table.MayBegin(tokens, i))
                {
                    continue;
                }

                var words = table.Match(views, view, i, out var classes);
                if (words == 0)
                {
                    continue;
                }

                if (counts is not null && !counts(views, view, i, words, classes))
                {
                    continue;
                }

                var (start, end) = view.Locate(tokens[i].Start, tokens[i + words - 1].End);
                var transform = view.TransformAt(tokens[i].Start, tokens[i + words - 1].End);
                i += words - 1;
                if (v > 0 && transform == TextTransform.None)
                {
                    // A further view repeats what was not disguised: the first has seen it.
                    continue;
                }

                var finding = refine(classes, template) with
                {
                    Start = views.Offset + start,
                    End = views.Offset + end,
                    Transform = TextTransforms.NameOf(transform),
                };
                if (IsNew(finding, findings))
                {
                    findings.Add(finding);
                    if (++found == WordList.MaxFindings)
                    {
                        return found;
                    }
                }
            }
        }

        return found;
    }

    private static bool IsNew(in Finding finding, FindingList findings)
    {
        foreach (ref readonly var other in findings.Items)
        {
            if (other.Start == finding.Start && other.End == finding.End && other.Check == finding.Check
                && string.Equals(other.Code, finding.Code, StringComparison.Ordinal) && string.Equals(other.Field, finding.Field, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Does a phrase count where it was found?</summary>
/// <param name="views">The prepared text.</param>
/// <param name="view">The view it was found in.</param>
/// <param name="first">Its first word.</param>
/// <param name="count">Its words.</param>
/// <param name="classes">Its mask.</param>
internal delegate bool PhraseFilter(TextViews views, TextView view, int first, int count, ulong classes);
