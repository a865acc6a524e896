namespace AiDesk.Policy.Text;

/// <summary>
/// The form of the word files in this assembly. One entry a line, <c>#</c> begins a comment, <c>[section]</c> a section, <c>(a|b)</c> alternatives (one may
/// be empty): <c>ignor(e|es|ing)</c> is three entries. A leading <c>=</c> makes accents count.
/// </summary>
internal static class LexiconFile
{
    public static IEnumerable<LexiconEntry> Read(string path)
    {
        foreach (var line in ReadLines(path))
        {
            foreach (var text in Expand(line.Text))
            {
                yield return line with { Text = text };
            }
        }
    }

    /// <summary>The lines as they are written, alternatives and all: what the browser guard's words are made of.</summary>
    public static IEnumerable<LexiconEntry> ReadLines(string path)
    {
        var section = "";
        foreach (var raw in EmbeddedText.Read(path).Split('\n'))
        {
            var hash = raw.IndexOf('#', StringComparison.Ordinal);
            var line = (hash < 0 ? raw : raw[..hash]).Trim();
            if (line.Length == 0)
            {
                continue;
            }

            if (line[0] == '[')
            {
                section = line.Trim('[', ']');
                continue;
            }

            var exact = line[0] == '=';
            yield return new LexiconEntry(section, exact ? line[1..] : line, exact);
        }
    }

    public static IEnumerable<string> Expand(string pattern)
    {
        var open = pattern.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            yield return pattern;
            yield break;
        }

        var close = pattern.IndexOf(')', open);
        foreach (var alternative in pattern[(open + 1)..close].Split('|'))
        {
            foreach (var rest in Expand(pattern[(close + 1)..]))
            {
                yield return pattern[..open] + alternative + rest;
            }
        }
    }
}

/// <param name="Section">The section it stands in.</param>
/// <param name="Text">The word or phrase.</param>
/// <param name="Exact">Accents count.</param>
internal readonly record struct LexiconEntry(string Section, string Text, bool Exact);
