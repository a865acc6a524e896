using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>Strings that no person writes: what a random generator gives, however it is called.</summary>
internal static class OpaqueText
{
    /// <summary>Fewest characters of one that stands alone. Tracking numbers and vouchers have capitals and digits only: those need more.</summary>
    private const int MinAlone = 20;
    private const int MinCapitals = 32;

    /// <summary>Fewest behind an equals sign, where small letters, capitals and digits must all be.</summary>
    private const int MinAssigned = 16;

    /// <summary>Most of a string that is looked at.</summary>
    private const int Reach = 256;

    /// <summary>Random enough to be taken for a secret with nothing beside it that says so, or with an equals sign before it.</summary>
    public static bool IsAlone(ReadOnlySpan<char> run, bool assigned)
    {
        run = run[..Math.Min(run.Length, Reach)];
        if (IsAlonePart(run, assigned))
        {
            return true;
        }

        // "service-q7Wz…": a name may stand before it.
        var sign = run.LastIndexOfAny('-', '_');
        return sign >= 0 && IsAlonePart(run[(sign + 1)..], assigned);
    }

    private static bool IsAlonePart(ReadOnlySpan<char> run, bool assigned)
    {
        var capitals = !run.ContainsAnyInRange('a', 'z');
        var all = assigned && !capitals && run.ContainsAnyInRange('A', 'Z');
        if (run.Length < (capitals ? MinCapitals : all ? MinAssigned : MinAlone) || !Entropy.IsMixed(run))
        {
            return false;
        }

        // Slugs, file names and vouchers are many short parts.
        var parts = run.Count('-') + run.Count('_');
        return parts * 6 <= run.Length && (assigned || Entropy.Changes(run) * 5 >= run.Length) && !IsRepetition(run) && Entropy.Bits(run) >= 3.2 && !WordLikeness.IsWords(run);
    }

    /// <summary>Random enough for a value that a name announces, with no sign between: it must not be a word or a plain number.</summary>
    public static bool IsAnnounced(ReadOnlySpan<char> value)
    {
        const int MinMixed = 14;
        const int MinLetters = 20;
        const int MinDigits = 24;
        if (value.Length < MinMixed || IsRepetition(value))
        {
            return false;
        }

        return Entropy.IsMixed(value)
            ? Entropy.Bits(value) >= 3 && !WordLikeness.IsWords(value)
            : IsScrambled(value) || (value.Length >= MinLetters && !value.ContainsAnyInRange('0', '9') && Entropy.Bits(value) >= 2 && !WordLikeness.IsWords(value))
            || (value.Length >= MinDigits && value.IndexOfAnyExceptInRange('0', '9') < 0);
    }

    /// <summary>Small letters and capitals change all the time, as no name of a program does.</summary>
    public static bool IsScrambled(ReadOnlySpan<char> value) =>
        value.IndexOfAnyExcept(Signs) < 0 && Entropy.Changes(value) * 5 >= value.Length * 2 && Entropy.Bits(value) >= 2.75 && !WordLikeness.IsWords(value) && value.ContainsAnyInRange('a', 'z');

    private static readonly SearchValues<char> Signs = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/=");

    /// <summary>One or two characters over and over: filling, not a secret.</summary>
    public static bool IsRepetition(ReadOnlySpan<char> text) => Entropy.Distinct(text) <= Math.Min(4, text.Length / 3);
}
