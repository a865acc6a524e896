namespace AiDesk.Policy.Policies.Documents;

/// <summary>What may not be in a document's text, whatever its structure: the YAML scanner takes a NUL for the end and would silently read half a file.</summary>
internal static class DocumentText
{
    /// <summary>The first fault, or null.</summary>
    public static PolicyError? FirstFault(string file, string text)
    {
        if (text.Length > DocumentLimits.Characters)
        {
            return new PolicyError(file, 1, 1, "", $"the document is {text.Length} characters long; at most {DocumentLimits.Characters} are read");
        }

        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            if (unit == '\n')
            {
                line++;
                lineStart = i + 1;
            }
            else if (IsRefused(text, i))
            {
                return new PolicyError(file, line, i - lineStart + 1, "", $"the character U+{(int)unit:X4} may not stand in a document");
            }
            else if (char.IsHighSurrogate(unit))
            {
                i++;
            }
        }

        return null;
    }

    private static bool IsRefused(string text, int at)
    {
        var unit = text[at];
        if (unit is '\t' or '\r')
        {
            return false;
        }

        if (char.IsHighSurrogate(unit))
        {
            return at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]);
        }

        return char.IsControl(unit) || char.IsLowSurrogate(unit) || unit is '\uFFFE' or '\uFFFF' or '\uFEFF';
    }
}
