using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>Parts a document into passages: blocks of one heading together up to a length, a block that is too long at the ends of its sentences.</summary>
internal static class Chunker
{
    /// <summary>A passage is closed once it has so many characters.</summary>
    private const int Full = 700;

    /// <summary>Longest passage, in characters.</summary>
    public const int Longest = 1500;

    /// <summary>Most passages of a document.</summary>
    public const int CountLimit = 5000;

    /// <summary>In order; a passage that stands twice in the document is there once, where it comes first.</summary>
    public static IReadOnlyList<Passage> Part(DocumentText document)
    {
        var passages = new List<Passage>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new StringBuilder();
        var heading = "";
        foreach (var block in document.Blocks)
        {
            if (block.Heading != heading || open.Length + block.Text.Length > Longest)
            {
                Close();
                heading = block.Heading;
            }

            foreach (var piece in Pieces(block.Text))
            {
                if (open.Length + piece.Length > Longest)
                {
                    Close();
                }

                open.Append(open.Length > 0 ? "\n" : "").Append(piece);
                if (open.Length >= Full)
                {
                    Close();
                }
            }
        }

        Close();
        return passages;

        void Close()
        {
            var text = open.ToString();
            open.Clear();
            if (text.Length > 0 && seen.Add(text) && passages.Count < CountLimit)
            {
                passages.Add(new Passage(passages.Count + 1, heading, text, SHA256.HashData(Encoding.UTF8.GetBytes(text))));
            }
        }
    }

    private static IEnumerable<string> Pieces(string text)
    {
        while (text.Length > Longest)
        {
            var cut = text.LastIndexOfAny(['.', '!', '?', '\n', '。'], Longest - 1, Longest / 2);
            cut = cut > 0 ? cut + 1 : text.LastIndexOf(' ', Longest - 1, Longest / 2) is var space and > 0 ? space : Longest;

            // Not between the halves of a character beyond the basic plane.
            cut -= char.IsLowSurrogate(text[cut]) ? 1 : 0;
            yield return text[..cut].Trim();
            text = text[cut..].TrimStart();
        }

        if (text.Length > 0)
        {
            yield return text;
        }
    }
}

/// <param name="Ordinal">Place in the document, from 1.</param>
/// <param name="Heading">The headings above it.</param>
/// <param name="Text">Its text, at most <see cref="Chunker.Longest"/> characters.</param>
/// <param name="Hash">SHA-256 of the text.</param>
internal sealed record Passage(int Ordinal, string Heading, string Text, byte[] Hash);
