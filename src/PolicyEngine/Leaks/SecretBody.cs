namespace AiDesk.Policy.Leaks;

/// <summary>What stands behind the fixed beginning of a secret: chance, or words and filling that only show the form.</summary>
internal static class SecretBody
{
    /// <summary>Without a digit, what is shorter may be a name.</summary>
    private const int MinLetters = 24;

    public static bool IsReal(ReadOnlySpan<char> body)
    {
        // Filling is the cheapest to see, and what attacks on the scanner are made of.
        if (OpaqueText.IsRepetition(body) || Placeholders.IsFilling(body))
        {
            return false;
        }

        return body.ContainsAnyInRange('0', '9') ? body.Length >= 40 || !WordLikeness.IsWords(body) : body.Length >= MinLetters && !WordLikeness.IsWords(body);
    }
}
