using System.Collections.Immutable;
using AiDesk.Policy.Text;
using AiDesk.Policy.Text.Transforms;

namespace AiDesk.Policy.Leaks;

/// <summary>Canaries as they are looked for: their letters and digits, folded, forwards, backwards and under rot13. Immutable.</summary>
public sealed class CanarySet
{
    /// <summary>Fewest letters and digits of a canary: fewer could be chance.</summary>
    public const int MinChars = 8;

    /// <summary>Most UTF-16 units of a canary.</summary>
    public const int MaxChars = 128;

    private CanarySet(ImmutableArray<(string Letters, TextTransform Transform)> forms) => Forms = forms;

    public static CanarySet Empty { get; } = new([]);

    public bool IsEmpty => Forms.IsEmpty;

    internal ImmutableArray<(string Letters, TextTransform Transform)> Forms { get; }

    /// <summary>Compiles canaries; those with fewer than <see cref="MinChars"/> letters and digits are left out, see <see cref="CanBeFound"/>.</summary>
    public static CanarySet Compile(IEnumerable<string> canaries)
    {
        var forms = canaries.Select(LettersOf).Where(letters => letters.Length >= MinChars).Distinct(StringComparer.Ordinal).SelectMany(Disguises).ToImmutableArray();
        return forms.IsEmpty ? Empty : new CanarySet(forms);
    }

    /// <summary>A canary is long enough, and more than one letter over and over.</summary>
    public static bool CanBeFound(string canary) => canary.Length <= MaxChars && LettersOf(canary) is { Length: >= MinChars } letters && letters.Distinct().Count() >= 4;

    private static IEnumerable<(string, TextTransform)> Disguises(string letters) =>
    [
        (letters, TextTransform.None),
        (string.Concat(letters.Reverse()), TextTransform.Reversed),
        (string.Concat(letters.Select(WholeTextDecoders.Rotate)), TextTransform.Rot13),
    ];

    private static string LettersOf(string canary)
    {
        var views = new TextViews();
        views.Prepare(canary);
        return string.Concat(views.Folded.Text.ToArray().Where(char.IsLetterOrDigit));
    }
}
