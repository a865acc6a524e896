using System.Text;

namespace AiDesk.Agent.Pages.Approvals;

/// <summary>
/// What a person changed, word by word: the longest common subsequence of words, spaces and signs, once what both texts share at either end is set aside.
/// diff.js does the same while one types. Texts that differ in more than fits the table are shown as one replaced by the other.
/// </summary>
internal static class WordDiff
{
    /// <summary>Of the table, two bytes each: time and memory are bounded by it, whatever the texts.</summary>
    public const int CellLimit = 1_000_000;

    public static IReadOnlyList<DiffPart> Between(string before, string after)
    {
        var (a, b) = (Words(before), Words(after));
        var head = 0;
        while (head < a.Count && head < b.Count && a[head] == b[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < a.Count - head && tail < b.Count - head && a[^(tail + 1)] == b[^(tail + 1)])
        {
            tail++;
        }

        var parts = new Collector();
        parts.Same(a[..head]);
        Middle(a[head..^tail], b[head..^tail], parts);
        parts.Same(a[^tail..]);
        return parts.Done();
    }

    private static void Middle(List<string> a, List<string> b, Collector parts)
    {
        if ((long)(a.Count + 1) * (b.Count + 1) > CellLimit)
        {
            a.ForEach(parts.Removed);
            b.ForEach(parts.Added);
            return;
        }

        // Lengths of what the rests have in common.
        var width = b.Count + 1;
        var common = new ushort[(a.Count + 1) * width];
        for (var i = a.Count - 1; i >= 0; i--)
        {
            for (var j = b.Count - 1; j >= 0; j--)
            {
                common[(i * width) + j] = a[i] == b[j] ? (ushort)(common[((i + 1) * width) + j + 1] + 1) : Math.Max(common[((i + 1) * width) + j], common[(i * width) + j + 1]);
            }
        }

        for (int i = 0, j = 0; i < a.Count || j < b.Count;)
        {
            if (i < a.Count && j < b.Count && a[i] == b[j])
            {
                parts.Same([a[i]]);
                (i, j) = (i + 1, j + 1);
            }
            else if (j == b.Count || (i < a.Count && common[((i + 1) * width) + j] >= common[(i * width) + j + 1]))
            {
                parts.Removed(a[i++]);
            }
            else
            {
                parts.Added(b[j++]);
            }
        }
    }

    /// <summary>Runs of letters and digits, runs of white space, and every other character by itself.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>(text.Length / 3);
        var (start, last) = (0, -1);
        for (var at = 0; at < text.Length;)
        {
            // A surrogate that stands alone is read as the replacement character, of one unit.
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            var kind = Rune.IsWhiteSpace(rune) ? 1 : IsWord(rune) ? 2 : 0;
            if (at > start && (kind == 0 || kind != last))
            {
                words.Add(text[start..at]);
                start = at;
            }

            last = kind;
            at += length;
        }

        if (start < text.Length)
        {
            words.Add(text[start..]);
        }

        return words;
    }

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark
            or System.Globalization.UnicodeCategory.EnclosingMark or System.Globalization.UnicodeCategory.LetterNumber or System.Globalization.UnicodeCategory.OtherNumber;

    /// <summary>Joins what is alike; of a change, what went stands before what came.</summary>
    private sealed class Collector
    {
        private readonly List<DiffPart> _parts = [];
        private readonly StringBuilder _same = new();
        private readonly StringBuilder _removed = new();
        private readonly StringBuilder _added = new();

        public void Same(List<string> words)
        {
            if (words.Count > 0)
            {
                Flush(_removed, DiffKind.Removed);
                Flush(_added, DiffKind.Added);
                words.ForEach(word => _same.Append(word));
            }
        }

        public void Removed(string word)
        {
            Flush(_same, DiffKind.Same);
            _removed.Append(word);
        }

        public void Added(string word)
        {
            Flush(_same, DiffKind.Same);
            _added.Append(word);
        }

        public IReadOnlyList<DiffPart> Done()
        {
            Flush(_same, DiffKind.Same);
            Flush(_removed, DiffKind.Removed);
            Flush(_added, DiffKind.Added);
            return _parts;
        }

        private void Flush(StringBuilder text, DiffKind kind)
        {
            if (text.Length > 0)
            {
                _parts.Add(new DiffPart(kind, text.ToString()));
                text.Clear();
            }
        }
    }
}

/// <summary>What became of a piece of text.</summary>
public enum DiffKind
{
    Same,
    Removed,
    Added,
}

/// <param name="Kind">What became of it.</param>
/// <param name="Text">The piece.</param>
public sealed record DiffPart(DiffKind Kind, string Text);
