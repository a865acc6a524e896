using static AiDesk.Policy.Injection.SignatureClass;
using static AiDesk.Policy.Injection.SignatureRules;

namespace AiDesk.Policy.Injection;

/// <summary>The rules for languages that put the verb last, as Turkish, Hindi, Japanese and Korean do: the object is looked for before it.</summary>
internal static class VerbFinalRules
{
    /// <summary>In words; a character of Japanese is one.</summary>
    private const int BackWords = 12;

    public static void Apply(ReadOnlySpan<SignatureHit> hits, int verb, ref EvidenceSheet sheet)
    {
        ref readonly var hit = ref hits[verb];
        if (hit.Is(Override) && Back(hits, verb, Instructions, BackWords) is >= 0 and var rules)
        {
            var with = Between(hits, rules, verb, 0) | Around(hits, rules, 6);
            Add(hits, rules, verb, SignatureRule.OverrideInstructions, 3.6 + Part(with, Prior, 2.0) + Part(with, All, 0.8) + Part(with, Yours, 1.4) - Part(with, Mine, 2), ref sheet);
        }

        if (hit.Is(Reveal | Answer) && Back(hits, verb, SystemPrompt | AboveText, BackWords) is >= 0 and var prompt)
        {
            var with = Between(hits, prompt, verb, 0) | Around(hits, prompt, 6);
            Add(hits, prompt, verb, SignatureRule.RevealPrompt, 4.6 + Part(with, Yours, 1.6) + Part(with, Verbatim, 1.4), ref sheet);
        }

        if (hit.Is(Reveal) && Back(hits, verb, Secrets, BackWords) is >= 0 and var secrets)
        {
            var with = Between(hits, secrets, verb, 0) | Around(hits, secrets, 6);
            Add(hits, secrets, verb, SignatureRule.RevealSecrets, 2.4 + Part(with, Yours, 1.8) + Part(with, All, 0.8) - Part(with, Mine, 3), ref sheet);
        }

        if (hit.Is(Disable) && Back(hits, verb, Safeguards, BackWords) is >= 0 and var guards)
        {
            var with = Between(hits, guards, verb, 0) | Around(hits, guards, 6);
            Add(hits, guards, verb, SignatureRule.DisableSafeguards, 4.2 + Part(with, Yours, 2.0) + Part(with, All, 1.4) - Part(with, Mine, 2.5), ref sheet);
        }

        if (hit.Is(Become) && Back(hits, verb, Unrestricted, BackWords) is >= 0 and var free)
        {
            Add(hits, free, verb, SignatureRule.BecomeUnrestricted, 4.4, ref sheet);
        }

        if (hit.Is(Send) && GoodsBefore(hits, verb) is >= 0 and var goods)
        {
            var with = Between(hits, goods, verb, 0) | Around(hits, goods, 8);
            var address = (with & Destination) != 0 || hit.BeforeAddress || hits[goods].BeforeAddress;
            Add(hits, goods, verb, SignatureRule.Exfiltrate, 2.2 + (address ? 3.2 : 0) + Part(with, Secrets | SystemPrompt, 0.8) + Part(with, All, 0.6) - Part(with, Mine, 2), ref sheet);
        }
    }

    /// <summary>What is sent; the full stops of an address between it and the verb end no sentence.</summary>
    private static int GoodsBefore(ReadOnlySpan<SignatureHit> hits, int verb)
    {
        for (var i = verb - 1; i >= 0 && hits[verb].Token - hits[i].TokenEnd <= BackWords; i--)
        {
            if (hits[i].Is(SystemPrompt | Secrets | SignatureClass.Records) && (hits[i].Sentence == hits[verb].Sentence || hits[i].BeforeAddress))
            {
                return i;
            }
        }

        return -1;
    }
}
