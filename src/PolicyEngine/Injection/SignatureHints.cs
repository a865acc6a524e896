using System.Collections.Frozen;
using AiDesk.Policy.Text;
using AiDesk.Policy.Text.Transforms;

namespace AiDesk.Policy.Injection;

/// <summary>Key words written backwards or under rot13. Seeing one is what makes those views worth making.</summary>
internal readonly record struct SignatureHints(bool Reversed, bool Rot13)
{
    private static readonly string[] KeyWords =
    [
        "ignore", "disregard", "forget", "instructions", "previous", "prompt", "system", "reveal", "restrictions", "ignora", "olvida", "instrucciones",
        "anteriores", "ignorez", "oubliez", "precedentes", "consignes", "ignoriere", "vergiss", "anweisungen", "dimentica", "istruzioni", "precedenti",
        "esqueca", "instrucoes", "negeer", "vergeet", "instructies",
    ];

    private static readonly FrozenSet<uint> ReversedHashes =
        KeyWords.Where(w => w.Length >= 6).Select(w => Tokenizer.Hash(string.Concat(w.Reverse()))).ToFrozenSet();

    private static readonly FrozenSet<uint> RotatedHashes =
        KeyWords.Where(w => w.Length >= 6).Select(w => Tokenizer.Hash(string.Concat(w.Select(WholeTextDecoders.Rotate)))).ToFrozenSet();

    public static SignatureHints None => default;

    public static SignatureHints Find(TextView view)
    {
        var reversed = false;
        var rotated = false;
        foreach (var token in view.Tokens)
        {
            if (token.Length is >= 6 and <= 13)
            {
                reversed |= ReversedHashes.Contains(token.Hash);
                rotated |= RotatedHashes.Contains(token.Hash);
            }
        }

        return new SignatureHints(reversed, rotated);
    }

    public void AddViews(TextViews views)
    {
        if (Reversed)
        {
            views.AddReversed();
        }

        if (Rot13)
        {
            views.AddRot13();
        }
    }
}
