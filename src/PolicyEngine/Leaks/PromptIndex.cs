using System.Collections.Frozen;
using AiDesk.Policy.Text;
using AiDesk.Policy.Text.Words;

namespace AiDesk.Policy.Leaks;

/// <summary>The tenant's system prompts, indexed for overlap with a reply: hashes of every run of <see cref="GramWords"/> folded words. Immutable.</summary>
public sealed class PromptIndex
{
    /// <summary>Words of one gram.</summary>
    public const int GramWords = 8;

    /// <summary>Most UTF-16 units indexed of one prompt; what follows is not looked for.</summary>
    public const int MaxPromptChars = 200_000;

    private readonly FrozenSet<ulong> _grams;
    private readonly FrozenSet<ulong> _reversed;
    private readonly FrozenSet<ulong> _rotated;

    private PromptIndex(FrozenSet<ulong> grams, FrozenSet<ulong> reversed, FrozenSet<ulong> rotated)
    {
        (_reversed, _rotated) = (reversed, rotated);
        _grams = grams.Concat(reversed).Concat(rotated).ToFrozenSet();
    }

    public static PromptIndex Empty { get; } = new(FrozenSet<ulong>.Empty, FrozenSet<ulong>.Empty, FrozenSet<ulong>.Empty);

    public bool IsEmpty => _grams.Count == 0;

    /// <summary>Indexes prompts.</summary>
    /// <param name="prompts">The prompts. One of fewer than <see cref="GramWords"/> words cannot be told from chance and is left out.</param>
    /// <param name="spoken">Sentences of the prompts that the model is meant to say, as the refusal: no overlap.</param>
    public static PromptIndex Build(IEnumerable<string> prompts, IEnumerable<string>? spoken = null)
    {
        var plain = new HashSet<ulong>();
        var reversed = new HashSet<ulong>();
        var rotated = new HashSet<ulong>();
        foreach (var prompt in prompts)
        {
            Collect(prompt, plain.Add, reversed.Add, rotated.Add);
        }

        foreach (var sentence in spoken ?? [])
        {
            Collect(sentence, plain.Remove, reversed.Remove, rotated.Remove);
        }

        return plain.Count == 0 ? Empty : new PromptIndex(plain.ToFrozenSet(), reversed.ToFrozenSet(), rotated.ToFrozenSet());
    }

    /// <summary>The transform that a gram of the folded text was written under: backwards and rot13 are looked for as they are, not undone.</summary>
    internal TextTransform TransformOf(ulong gram) =>
        _reversed.Contains(gram) ? TextTransform.Reversed : _rotated.Contains(gram) ? TextTransform.Rot13 : TextTransform.None;

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

    private static void Collect(string text, Func<ulong, bool> plain, Func<ulong, bool> reversed, Func<ulong, bool> rotated)
    {
        var views = new TextViews();
        var kept = text.AsSpan(0, Math.Min(text.Length, MaxPromptChars));
        views.Prepare(kept);
        do
        {
            views.AddHinted(views.Folded, WordDisguises.Backwards | WordDisguises.Rot13);
            Take(views.Folded, plain);
            for (var i = 1; i < views.Count; i++)
            {
                switch (views[i].Transform)
                {
                    case TextTransform.Reversed:
                        Take(views[i], reversed);
                        break;
                    case TextTransform.Rot13:
                        Take(views[i], rotated);
                        break;
                }
            }
        }
        while (views.Advance(kept));
    }

    private static void Take(TextView view, Func<ulong, bool> take)
    {
        var tokens = view.Tokens;
        for (var i = 0; i + GramWords <= tokens.Length; i++)
        {
            take(Gram(tokens, i));
        }
    }
}
