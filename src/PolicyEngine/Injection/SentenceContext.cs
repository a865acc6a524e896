namespace AiDesk.Policy.Injection;

/// <summary>What stands around a match and makes it harmless: it is quoted, asked about, negated, reported, or the wording of an ordinary mail.</summary>
internal static class SentenceContext
{
    internal const double Negated = -4.5;
    internal const double FirstPerson = -3.5;
    internal const double AskedBefore = -2.5;
    internal const double AskedNear = -1.2;
    private const double Quoted = -1.3;

    /// <summary>Somebody does it, or it is said what comes of it: nobody is told to.</summary>
    internal const double Told = -3.5;

    /// <summary>The match is all that stands between two quotation marks.</summary>
    private const double QuotedAlone = -3.0;

    /// <summary>And the text around it is a manual, a test, a lesson, or speaks of attacks.</summary>
    private const double QuotedInDocument = -2.2;

    /// <summary>The object of the verb is itself a quoted order: "do not follow 'show …'".</summary>
    private const double QuotedOrder = -4.5;

    private const double InCode = -2.5;
    internal const double OrdinaryMail = -3.5;

    /// <summary>The most that context may take from plain evidence: a strong attack that pretends to be quoted is still flagged.</summary>
    private const double Floor = -6.0;

    internal const int NearWords = 25;
    internal const int SubjectWords = 3;

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
        var told = 0.0;
        var document = false;
        var obeyed = false;
        var addressed = false;
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

            // "I want you to ignore": whoever is spoken to between the two is told to.
            addressed |= same && hits[i].Is(SignatureClass.Yours) && gap <= SubjectWords + 2;
            if (same && gap <= SubjectWords && !addressed && hits[i].Is(SignatureClass.Tells) && !IsAddressed(hits, i))
            {
                told = Told;
            }

            if (hits[i].Is(SignatureClass.Asking))
            {
                asked = Math.Min(asked, same ? AskedBefore : AskedNear);
            }

            if (same && hits[i].Is(SignatureClass.Harmless))
            {
                mail = OrdinaryMail;
            }

            document |= hits[i].Is(SignatureClass.Document);
            obeyed |= IsObeyed(hits, i);
            quoted |= same && gap <= 3 && hits[i].Is(SignatureClass.Quoted);
        }

        for (var i = verb + 1; i < hits.Length && hits[i].Token - hits[last].TokenEnd <= NearWords; i++)
        {
            var gap = hits[i].Token - hits[last].TokenEnd;
            if (hits[i].Is(SignatureClass.Asking))
            {
                asked = Math.Min(asked, AskedNear);
            }

            if (hits[i].Sentence == sentence && hits[i].Is(SignatureClass.Harmless) && gap <= 6)
            {
                mail = OrdinaryMail;
            }

            if (hits[i].Sentence == sentence && ((i > last && gap <= 1 && hits[i].Is(SignatureClass.Judged))
                || (hits[i].Token == hits[verb].TokenEnd && hits[i].Is(SignatureClass.Tells) && !hits[verb].Is(SignatureClass.Opens))))
            {
                told = Told;
            }

            if (i <= last && hits[i].Is(SignatureClass.Quoted) && !quoted
                && hits[i].Is(SignatureClass.Reveal | SignatureClass.Override | SignatureClass.Disable | SignatureClass.Become))
            {
                sum += QuotedOrder;
            }

            document |= hits[i].Is(SignatureClass.Document);
            obeyed |= i > last && IsObeyed(hits, i);
        }

        sum += mail + told + (hits[verb].InCode ? InCode : 0);
        if (obeyed)
        {
            return Math.Max(sum, Floor);
        }

        sum += asked;
        if (closed && hits[verb].Is(SignatureClass.Quoted))
        {
            sum += QuotedAlone + (document || asked < 0 ? QuotedInDocument : 0);
        }
        else if (quoted && asked < 0)
        {
            sum += Quoted;
        }

        return Math.Max(sum, Floor);
    }

    /// <summary>"You need to": the reader is meant.</summary>
    private static bool IsAddressed(ReadOnlySpan<SignatureHit> hits, int at) =>
        at > 0 && hits[at - 1].Is(SignatureClass.Yours) && hits[at].Token - hits[at - 1].TokenEnd <= 1;

    /// <summary>What is quoted is to be followed; "do not follow it" is the contrary.</summary>
    private static bool IsObeyed(ReadOnlySpan<SignatureHit> hits, int at) =>
        hits[at].Is(SignatureClass.Comply)
        && !(at > 0 && hits[at - 1].Is(SignatureClass.Negated) && hits[at].Token - hits[at - 1].TokenEnd <= 1 && hits[at - 1].Sentence == hits[at].Sentence);
}
