using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>
/// Parts a document into passages: blocks of one heading together up to a length, a block that is too long at the ends of its sentences. Where a passage ends
/// depends on its last block and not on what stands before it, so that an edit changes the passages around it and no others.
/// </summary>
internal static class Chunker
{
    /// <summary>From so many characters on, a passage ends after every second block, by the block's own text.</summary>
    private const int Enough = 400;

    /// <summary>Longest passage, in characters.</summary>
    public const int Longest = 1500;

    /// <summary>Most passages of a document.</summary>
    public const int CountLimit = 5000;

    /// <summary>In order; a passage that stands twice in the document is there once, where it comes first. Throws <see cref="FormatException"/> for too many.</summary>
    public static IReadOnlyList<Passage> Part(DocumentText document)
    {
        var passages = new List<Passage>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new StringBuilder();
        var heading = "";
        foreach (var block in document.Blocks)
        {
            if (block.Heading != heading)
            {
                Close();
                heading = block.Heading;
            }

            foreach (var piece in Pieces(block.Text))
            {
                if (open.Length + 1 + piece.Length > Longest)
                {
                    Close();
                }

                open.Append(open.Length > 0 ? "\n" : "").Append(piece);
                if (open.Length >= Enough && EndsPassage(piece))
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
            if (text.Length > 0 && seen.Add(text))
            {
                passages.Add(new Passage(passages.Count + 1, heading, text, SHA256.HashData(Encoding.UTF8.GetBytes(text))));
                if (passages.Count > CountLimit)
                {
                    throw new FormatException("has more than 5,000 passages");
                }
            }
        }
    }

    private static bool EndsPassage(string block)
    {
        var sum = 0u;
        foreach (var letter in block)
        {
            sum = (sum * 31) + letter;
        }

        return (sum ^ (sum >> 7)) % 2 == 0;
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var begin = 0;
        while (text.Length - begin > Longest)
        {
            var rest = text.AsSpan(begin, Longest);
            var sentence = rest[(Longest / 2)..].LastIndexOfAny(".!?\n。");
            var space = rest[(Longest / 2)..].LastIndexOf(' ');
            var length = (sentence, space) switch
            {
                ( >= 0, _) => (Longest / 2) + sentence + 1,
                (_, >= 0) => (Longest / 2) + space,
                _ when char.IsHighSurrogate(rest[^1]) => Longest - 1, // not between the halves of one character
                _ => Longest,
            };
            yield return text.Substring(begin, length).Trim();
            begin += length;
        }

        if (text[begin..].Trim() is { Length: > 0 } last)
        {
            yield return last;
        }
    }
}
