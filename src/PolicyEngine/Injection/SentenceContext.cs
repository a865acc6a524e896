namespace AiDesk.Policy.Injection;

/// <summary>What stands around a match and makes it harmless: it is quoted, asked about, negated, reported, or the wording of an ordinary mail.</summary>
internal static class SentenceContext
{
    private const double Negated = -4.5;
    private const double FirstPerson = -3.5;
    private const double AskedBefore = -2.5;
    private const double AskedNear = -1.2;
    private const double Quoted = -1.3;

    /// <summary>The match is all that stands between two quotation marks.</summary>
    private const double QuotedAlone = -3.0;
    private const double OrdinaryMail = -3.5;

    /// <summary>The most that context may take from plain evidence: a strong attack that pretends to be quoted is still flagged.</summary>
    private const double Floor = -6.0;

    private const int NearWords = 25;

    /// <summary>What to add to the weight of a match whose verb is <paramref name="verb"/> and whose last hit is <paramref name="last"/>.</summary>
    /// <param name="hits">All hits.</param>
    /// <param name="verb">The match's first.</param>
    /// <param name="last">The match's last.</param>
    /// <param name="closed">A quotation mark stands right behind the match.</param>
    public static double Of(ReadOnlySpan<SignatureHit> hits, int verb, int last, bool closed)
    {
        var sentence = hits[verb].Sentence;
        var sum = 0.0;
        var asked = 0.0;
        var mail = 0.0;
        var quoted = hits[verb].Is(SignatureClass.Quoted);
        for (var i = verb - 1; i >= 0 && hits[verb].Token - hits[i].Token <= NearWords; i--)
        {
            var gap = hits[verb].Token - hits[i].TokenEnd;
            var same = hits[i].Sentence == sentence;
            if (same && gap <= 1 && hits[i].Is(SignatureClass.Negated))
            {
                sum += Negated;
            }

            if (same && gap == 0 && hits[i].Is(SignatureClass.Mine))
            {
                sum += FirstPerson;
            }

            if (hits[i].Is(SignatureClass.Asking))
            {
                asked = Math.Min(asked, same ? AskedBefore : AskedNear);
            }

            if (same && hits[i].Is(SignatureClass.Harmless))
            {
                mail = OrdinaryMail;
            }

            quoted |= same && gap <= 3 && hits[i].Is(SignatureClass.Quoted);
        }

        for (var i = verb + 1; i < hits.Length && hits[i].Token - hits[last].TokenEnd <= NearWords; i++)
        {
            if (hits[i].Is(SignatureClass.Asking))
            {
                asked = Math.Min(asked, AskedNear);
            }

            if (hits[i].Sentence == sentence && hits[i].Is(SignatureClass.Harmless) && hits[i].Token - hits[last].TokenEnd <= 6)
            {
                mail = OrdinaryMail;
            }
        }

        sum += asked + mail;
        if (closed && hits[verb].Is(SignatureClass.Quoted))
        {
            sum += QuotedAlone;
        }
        else if (quoted && asked < 0)
        {
            sum += Quoted;
        }

        return Math.Max(sum, Floor);
    }
}
