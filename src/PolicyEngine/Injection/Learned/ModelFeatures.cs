using System.Numerics;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection.Learned;

/// <summary>
/// What the learned model sees of a view: words, pairs of neighbours, four letters in a row within a word, and the meanings that the lexicon gives to words,
/// alone and in ordered pairs. The last two are the same in every language, so that what is learned in one helps in the others. Each is hashed to a place in one table.
/// </summary>
internal static class ModelFeatures
{
    /// <summary>log2 of <see cref="TableSize"/>.</summary>
    public const int TableBits = 19;

    /// <summary>Places in the table of weights: one byte each, 512 KiB.</summary>
    public const int TableSize = 1 << TableBits;

    /// <summary>Words between two meanings that still make a pair.</summary>
    private const int PairReach = 8;

    /// <summary>Words between two meanings that stand side by side.</summary>
    private const int PairNear = 2;

    /// <summary>Pairs looked at for one hit: time stays linear in a text that is nothing but key words.</summary>
    private const int PairLimit = 6;

    /// <summary>Stands for every word with a digit in it: numbers say little, and hashes of them would fill the table.</summary>
    private const uint AnyNumber = 77;

    /// <summary>Letters of a word that are looked at: no word of prose is longer, and a run of one letter must not add up.</summary>
    private const int LetterLimit = 24;

    private const ulong WordKind = 1UL << 60;
    private const ulong NeighboursKind = 2UL << 60;
    private const ulong MeaningKind = 3UL << 60;
    private const ulong MeaningsKind = 4UL << 60;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>Words, neighbours and letters of a whole view.</summary>
    public static void OfWords<TSink>(TextView view, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        var text = view.Text;
        var tokens = view.Tokens;
        var before = 0UL;
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = tokens[i];
            ulong word = (token.Marks & TokenMarks.Digit) != 0 ? AnyNumber : token.Hash;
            sink.Add(i, Place(WordKind | word));
            sink.Add(i, Place(NeighboursKind | ((before << 28) ^ word)));
            before = word;
            if (word != AnyNumber)
            {
                OfLetters(text.Slice(token.Start, Math.Min(token.Length, LetterLimit)), i, ref sink);
            }
        }
    }

    /// <summary>What some hits of the lexicon mean, from <paramref name="from"/> on; earlier ones are there to make pairs.</summary>
    public static void OfMeanings<TSink>(ReadOnlySpan<SignatureHit> hits, int from, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        for (var i = from; i < hits.Length; i++)
        {
            ref readonly var hit = ref hits[i];
            for (var own = (ulong)hit.Classes; own != 0; own &= own - 1)
            {
                var meaning = (ulong)(uint)BitOperations.TrailingZeroCount(own);
                sink.Add(hit.Token, Place(MeaningKind | meaning));
                for (var j = i - 1; j >= 0 && i - j <= PairLimit && hits[j].Sentence == hit.Sentence; j--)
                {
                    var gap = hit.Token - hits[j].TokenEnd;
                    if (gap > PairReach)
                    {
                        break;
                    }

                    var pair = MeaningsKind | (meaning << 8) | (gap <= PairNear ? 1UL << 16 : 0);
                    for (var other = (ulong)hits[j].Classes; other != 0; other &= other - 1)
                    {
                        sink.Add(hit.Token, Place(pair | (uint)BitOperations.TrailingZeroCount(other)));
                    }
                }
            }
        }
    }

    private static void OfLetters<TSink>(ReadOnlySpan<char> word, int token, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        if (word.Length < 2)
        {
            return;
        }

        // A space before and behind the word: its beginning and its end are told from its middle.
        var four = ((ulong)' ' << 32) | ((ulong)word[0] << 16) | word[1];
        for (var i = 2; i < word.Length; i++)
        {
            four = (four << 16) | word[i];
            sink.Add(token, Place(four));
        }

        sink.Add(token, Place((four << 16) | ' '));
    }

    private static int Place(ulong key) => (int)(((key ^ (key >> 29)) * Multiplier) >> (64 - TableBits));
}
