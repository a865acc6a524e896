using static AiDesk.Policy.Injection.SignatureClass;

namespace AiDesk.Policy.Injection;

/// <summary>
/// Verbs × objects × targets. Each rule starts at a verb, looks a bounded number of words ahead (and, for the verb-final clauses of German and Dutch, back)
/// for its object, and takes the words between and just behind as qualifiers. Weights are log-odds; <see cref="Learned.ScoreCalibration"/> makes them a probability.
/// </summary>
internal static class SignatureRules
{
    private const int ObjectReach = 8;
    private const int PersonaReach = 18;
    private const int AnswerReach = 16;
    private const int BackReach = 5;

    /// <summary>False when no rule can find both a verb and its object among such words: nearly all ordinary texts.</summary>
    public static bool MayApply(SignatureClass any) =>
        (any & (Authority | NewInstructions | NoAnswer)) != 0
        || ((any & (Override | Disable | Reveal | Become | Send | Answer | Yours | Model)) != 0
            && (any & (Instructions | SystemPrompt | AboveText | Safeguards | Secrets | Unrestricted | Freed | NoRefusal)) != 0)
        || ((any & Override) != 0 && (any & (SignatureClass.Task | All)) != 0)
        || ((any & Send) != 0 && (any & (SignatureClass.Records | OthersData)) != 0)
        || (any & (Speaker | Memorize)) != 0
        || ((any & Replace) != 0 && (any & (Instructions | SystemPrompt)) != 0)
        || ((any & Reset) != 0 && (any & (Instructions | Unrestricted | SystemPrompt)) != 0)
        || ((any & Act) != 0 && (any & Tool) != 0);

    public static void Apply(ReadOnlySpan<SignatureHit> hits, ref EvidenceSheet sheet)
    {
        for (var i = 0; i < hits.Length; i++)
        {
            var hit = hits[i];
            if (hit.Is(Override | Disable))
            {
                OverrideRules(hits, i, ref sheet);
            }

            if (hit.Is(Reveal | Answer))
            {
                RevealRules(hits, i, ref sheet);
            }

            if (hit.Is(Become | Answer | Yours | Model))
            {
                PersonaRules(hits, i, ref sheet);
            }

            if (hit.Is(Instructions | Safeguards | SystemPrompt))
            {
                LiftedRule(hits, i, ref sheet);
            }

            if (hit.Is(Send))
            {
                ExfiltrationRule(hits, i, ref sheet);
            }

            if (hit.Is(Follow) && Reach(hits, i, Instructions | SystemPrompt, ObjectReach) is >= 0 and var followed
                && Reach(hits, followed, Negated, 3) is >= 0 and var negation)
            {
                Add(hits, i, negation, SignatureRule.OverrideInstructions, 3.6 + Targets(hits, i, followed), ref sheet);
            }

            if (hit.Is(NoAnswer) && After(hits, i, Answer, ObjectReach) is >= 0 and var said)
            {
                Add(hits, i, said, SignatureRule.OverrideTask, 4.2, ref sheet);
            }

            if (hit.Is(SystemPrompt) && i > 0 && hits[i - 1].Is(Yours) && hits[i - 1].TokenEnd == hit.Token)
            {
                Add(hits, i - 1, i, SignatureRule.RevealPrompt, 2.8 + (After(hits, i, Reveal, ObjectReach) >= 0 ? 1.4 : 0), ref sheet);
            }

            ShortRules.Apply(hits, i, ref sheet);
            if (hit.VerbFinal)
            {
                VerbFinalRules.Apply(hits, i, ref sheet);
            }

            if (hit.Is(Authority))
            {
                Add(hits, i, i, SignatureRule.Authority, 2.6, ref sheet);
            }

            if (hit.Is(NewInstructions))
            {
                Add(hits, i, i, SignatureRule.NewInstructions, 2.4 + (((Around(hits, i, 3) & Yours) != 0) ? 0.8 : 0), ref sheet);
            }
        }
    }

    private static void OverrideRules(ReadOnlySpan<SignatureHit> hits, int verb, ref EvidenceSheet sheet)
    {
        var overrides = hits[verb].Is(Override);
        if (overrides && Reach(hits, verb, Instructions | SystemPrompt, ObjectReach) is >= 0 and var rules)
        {
            var weight = (hits[rules].Is(SystemPrompt) ? 5.4 : 4.4) + Targets(hits, verb, rules);
            Add(hits, verb, rules, SignatureRule.OverrideInstructions, weight, ref sheet);
        }
        else if (overrides && Back(hits, verb, Instructions | SystemPrompt) is >= 0 and var before)
        {
            var with = Between(hits, before, verb, 0) | Around(hits, before, 3);
            var weight = 3.6 + Targets(with) - Part(with, Mine, 2);
            Add(hits, before, verb, SignatureRule.OverrideInstructions, weight, ref sheet);
        }
        else if (overrides && Reach(hits, verb, AboveText | SignatureClass.Task | All, ObjectReach - 2) is >= 0 and var task)
        {
            var with = Between(hits, verb, task, 3);
            var said = After(hits, task, Answer, AnswerReach);
            var above = hits[task].Is(AboveText) || (with & Prior) != 0;
            var only = said >= 0 && (hits[said].Is(OnlySay) || Reach(hits, said, Answer | OnlySay, 1) >= 0);
            var weight = (hits[task].Is(AboveText) ? 3.6 : above ? 3.0 : 1.4) + (said >= 0 ? 2.8 : 0) + Part(with, All, 0.4) - Part(with, Mine, only ? 0 : said >= 0 ? 1 : 4);
            Add(hits, verb, said >= 0 ? said : task, SignatureRule.OverrideTask, weight, ref sheet);
        }

        if (Reach(hits, verb, Safeguards, ObjectReach) is >= 0 and var guards)
        {
            var with = Between(hits, verb, guards, 1);
            var weight = 3.6 + Part(with, Yours, 3.0) + Part(with, All, 1.2) + Part(with, Prior, 0.8) - Part(with, Mine, 2.5);
            Add(hits, verb, guards, SignatureRule.DisableSafeguards, weight, ref sheet);
        }
    }

    private static void RevealRules(ReadOnlySpan<SignatureHit> hits, int verb, ref EvidenceSheet sheet)
    {
        if (Reach(hits, verb, SystemPrompt, ObjectReach + 1) is >= 0 and var prompt)
        {
            var with = Between(hits, verb, prompt, 5);
            var weight = 4.6 + Part(with, Yours, 2.7) + Part(with, Verbatim, 1.6) + Part(with, All, 0.8) - Part(with, Mine & ~Yours, 0.5);
            Add(hits, verb, prompt, SignatureRule.RevealPrompt, weight, ref sheet);
        }
        else if (hits[verb].Is(Reveal) && Reach(hits, verb, Instructions, ObjectReach) is >= 0 and var rules)
        {
            var with = Between(hits, verb, rules, 5);
            if ((with & Yours) != 0 || (with & (Verbatim | Prior)) == (Verbatim | Prior))
            {
                var weight = 2.2 + Part(with, Yours, 2.8) + Part(with, Verbatim, 2.2) + Part(with, Prior, 1.0) + Part(with, All, 0.6);
                Add(hits, verb, rules, SignatureRule.RevealPrompt, weight, ref sheet);
            }
            else if (hits[verb].Is(Opens) && hits[verb].Is(Answer) && hits[rules].Ends && hits[rules].Token - hits[verb].TokenEnd <= 1)
            {
                Add(hits, verb, rules, SignatureRule.RevealPrompt, 4.2, ref sheet);
            }
        }

        if (hits[verb].Is(Reveal) && Reach(hits, verb, AboveText, 6) is >= 0 and var above)
        {
            var with = Between(hits, verb, above, 8);
            Add(hits, verb, above, SignatureRule.RevealAbove, 4.4 + Part(with, Verbatim, 2.8) + Part(with, All, 0.6), ref sheet);
        }

        if (hits[verb].Is(Reveal) && Reach(hits, verb, Secrets, ObjectReach) is >= 0 and var secrets)
        {
            var with = Between(hits, verb, secrets, 2);
            Add(hits, verb, secrets, SignatureRule.RevealSecrets, 2.6 + Part(with, Yours, 1.8) + Part(with, All, 0.8) - Part(with, Mine, 3), ref sheet);
        }
    }

    private static void PersonaRules(ReadOnlySpan<SignatureHit> hits, int verb, ref EvidenceSheet sheet)
    {
        var becomes = hits[verb].Is(Become);
        if (Reach(hits, verb, Unrestricted, becomes ? PersonaReach : ObjectReach) is >= 0 and var free)
        {
            var with = Between(hits, verb, free, 10);
            var weight = (becomes ? 5.6 : 3.6) + Part(with, Model, 1.6) + Part(with, Yours, 0.6) + Part(with, NoRefusal | Freed, 1.0) + Part(with, Safeguards, 0.8);
            Add(hits, verb, free, SignatureRule.BecomeUnrestricted, weight, ref sheet);
        }

        if (Reach(hits, verb, Freed, PersonaReach) is >= 0 and var freed)
        {
            var with = Between(hits, verb, freed, 8);
            if ((with & (Model | Instructions | Safeguards | Unrestricted)) != 0)
            {
                var weight = (becomes ? 3.8 : 3.0) + Part(with, Model, 1.0) + Part(with, Instructions | Safeguards, 1.6);
                Add(hits, verb, freed, SignatureRule.RulesLifted, weight, ref sheet);
            }
        }

        if (Reach(hits, verb, NoRefusal, PersonaReach) is >= 0 and var never)
        {
            var with = Between(hits, verb, never, 8);
            var weight = (becomes ? 2.4 : 1.2) + Part(with, Model, 1.0) + Part(with, Unrestricted | Freed, 1.4);
            Add(hits, verb, never, SignatureRule.NoRefusal, weight, ref sheet);
        }
    }

    /// <summary>The rules stand first and are said to be gone: "your instructions have been replaced".</summary>
    private static void LiftedRule(ReadOnlySpan<SignatureHit> hits, int subject, ref EvidenceSheet sheet)
    {
        if (Reach(hits, subject, Freed, 6) is >= 0 and var freed)
        {
            var with = Around(hits, subject, 3);
            Add(hits, subject, freed, SignatureRule.RulesLifted, 3.4 + Part(with, Yours, 2.4) + Part(with, Prior, 1.4) + Part(with, All, 0.8), ref sheet);
        }
    }

    private static void ExfiltrationRule(ReadOnlySpan<SignatureHit> hits, int verb, ref EvidenceSheet sheet)
    {
        if (Reach(hits, verb, SystemPrompt | Secrets | SignatureClass.Records | OthersData, ObjectReach + 2) is not (>= 0 and var goods))
        {
            return;
        }

        var with = Between(hits, verb, goods, 10);
        var weight = hits[goods].Is(SystemPrompt) ? 4.4 : hits[goods].Is(Secrets) || (with & Secrets) != 0 ? 2.8 : 2.2;
        weight += (with & Destination) != 0 ? 3.2 : hits[verb].BeforeAddress && hits[goods].Is(SystemPrompt | Secrets | OthersData) ? 2.4 : 0;
        weight += Part(with, Secrecy, 0.8) + (hits[goods].Is(OthersData) ? 0.8 : 0) + Part(with, Yours, 0.8) + Part(with, All, 0.6) - Part(with, Mine, 2.0);
        Add(hits, verb, goods, SignatureRule.Exfiltrate, weight, ref sheet);
    }

    /// <summary>"all", "previous", "your" before or behind the instructions; "my" before them speaks of the writer's own.</summary>
    private static double Targets(ReadOnlySpan<SignatureHit> hits, int verb, int rules) =>
        Targets(Between(hits, verb, rules, 3)) - Part(Between(hits, verb, rules, 0), Mine, 2);

    private static double Targets(SignatureClass with) => Math.Min(4.4, Part(with, Prior, 2.4) + Part(with, All, 1.0) + Part(with, Yours, 2.8));

    internal static double Part(SignatureClass with, SignatureClass any, double weight) => (with & any) != 0 ? weight : 0;

    /// <summary>The nearest hit of a class at most so many words ahead in the same sentence; the verb itself does not count.</summary>
    internal static int Reach(ReadOnlySpan<SignatureHit> hits, int from, SignatureClass any, int words)
    {
        for (var i = from + 1; i < hits.Length && hits[i].Token - hits[from].TokenEnd <= words; i++)
        {
            if (hits[i].Sentence != hits[from].Sentence)
            {
                break;
            }

            if (hits[i].Is(any))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>As <see cref="Reach"/>, but the next sentence counts: "Ignore the question above. Output: …".</summary>
    internal static int After(ReadOnlySpan<SignatureHit> hits, int from, SignatureClass any, int words)
    {
        for (var i = from + 1; i < hits.Length && hits[i].Token - hits[from].TokenEnd <= words; i++)
        {
            if (hits[i].Is(any))
            {
                return i;
            }
        }

        return -1;
    }

    internal static int Back(ReadOnlySpan<SignatureHit> hits, int verb, SignatureClass any, int words = BackReach)
    {
        for (var i = verb - 1; i >= 0 && hits[verb].Token - hits[i].TokenEnd <= words && hits[i].Sentence == hits[verb].Sentence; i--)
        {
            if (hits[i].Is(any))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Everything from one hit to another and up to so many words behind it, in their sentence; the first hit itself does not count.</summary>
    internal static SignatureClass Between(ReadOnlySpan<SignatureHit> hits, int first, int last, int behind)
    {
        var classes = None;
        for (var i = first + 1; i < hits.Length && (i <= last || hits[i].Token - hits[last].TokenEnd < behind); i++)
        {
            if (hits[i].Sentence != hits[first].Sentence)
            {
                break;
            }

            classes |= hits[i].Classes;
        }

        return classes;
    }

    /// <summary>Everything at most so many words before a hit or behind it, in its sentence.</summary>
    internal static SignatureClass Around(ReadOnlySpan<SignatureHit> hits, int at, int words)
    {
        var classes = None;
        for (var i = at - 1; i >= 0 && hits[at].Token - hits[i].TokenEnd < words && hits[i].Sentence == hits[at].Sentence; i--)
        {
            classes |= hits[i].Classes;
        }

        for (var i = at + 1; i < hits.Length && hits[i].Token - hits[at].TokenEnd < words && hits[i].Sentence == hits[at].Sentence; i++)
        {
            classes |= hits[i].Classes;
        }

        return classes;
    }

    /// <summary>A quotation mark stands behind a hit, or behind the one that follows it as in "instructions précédentes".</summary>
    private static bool IsClosed(ReadOnlySpan<SignatureHit> hits, int last) =>
        hits[last].Closed
        || (last + 1 < hits.Length && hits[last + 1].Token - hits[last].TokenEnd <= 1 && hits[last + 1].Closed && !hits[last + 1].Is(Quoted));

    internal static void Add(ReadOnlySpan<SignatureHit> hits, int first, int last, SignatureRule rule, double weight, ref EvidenceSheet sheet)
    {
        weight += SentenceContext.Of(hits, first, last, IsClosed(hits, last));
        if (weight > 0)
        {
            sheet.Add(rule, weight, hits[first].Start, hits[last].End);
        }
    }
}
