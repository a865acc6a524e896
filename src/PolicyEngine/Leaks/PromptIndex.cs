using System.Collections.Frozen;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Leaks;

/// <summary>The tenant's system prompts, indexed for overlap with a reply: hashes of every run of <see cref="GramWords"/> folded words. Immutable.</summary>
public sealed class PromptIndex
{
    /// <summary>Words of one gram.</summary>
    public const int GramWords = 8;

    /// <summary>Most UTF-16 units indexed of one prompt; what follows is not looked for.</summary>
    public const int MaxPromptChars = 200_000;

    private readonly FrozenSet<ulong> _grams;

    private PromptIndex(FrozenSet<ulong> grams) => _grams = grams;

    public static PromptIndex Empty { get; } = new(FrozenSet<ulong>.Empty);

    public bool IsEmpty => _grams.Count == 0;

    /// <summary>Indexes prompts.</summary>
    /// <param name="prompts">The prompts. One of fewer than <see cref="GramWords"/> words cannot be told from chance and is left out.</param>
    /// <param name="spoken">Sentences of the prompts that the model is meant to say, as the refusal: no overlap.</param>
    public static PromptIndex Build(IEnumerable<string> prompts, IEnumerable<string>? spoken = null)
    {
        var grams = new HashSet<ulong>();
        foreach (var prompt in prompts)
        {
            Collect(prompt, grams.Add);
        }

        foreach (var sentence in spoken ?? [])
        {
            Collect(sentence, grams.Remove);
        }

        return grams.Count == 0 ? Empty : new PromptIndex(grams.ToFrozenSet());
    }

    internal bool Contains(ulong gram) => _grams.Contains(gram);

    /// <summary>The hash of the words from <paramref name="first"/> on.</summary>
    internal static ulong Gram(ReadOnlySpan<Token> tokens, int first)
    {
        var hash = 0xCBF29CE484222325UL;
        for (var i = first; i < first + GramWords; i++)
        {
            hash = (hash ^ tokens[i].Hash) * 0x9E3779B97F4A7C15UL;
            hash ^= hash >> 29;
        }

        return hash;
    }

    private static void Collect(string text, Func<ulong, bool> take)
    {
        var views = new TextViews();
        var kept = text.AsSpan(0, Math.Min(text.Length, MaxPromptChars));
        views.Prepare(kept);
        do
        {
            var tokens = views.Folded.Tokens;
            for (var i = 0; i + GramWords <= tokens.Length; i++)
            {
                take(Gram(tokens, i));
            }
        }
        while (views.Advance(kept));
    }
}
