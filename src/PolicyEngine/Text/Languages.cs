namespace AiDesk.Policy.Text;

/// <summary>From a BCP 47 tag to a <see cref="Language"/> and back.</summary>
public static class Languages
{
    private static readonly string[] Tags = ["en", "es", "fr", "de", "it", "pt", "nl"];

    public static IReadOnlyList<Language> All { get; } = Enum.GetValues<Language>();

    public static string TagOf(Language language) => Tags[(int)language];

    /// <summary>The language of a tag as <c>pt-BR</c> or <c>de_AT</c>; <paramref name="otherwise"/> when there is none that we speak.</summary>
    public static Language Parse(ReadOnlySpan<char> tag, Language otherwise)
    {
        var end = tag.IndexOfAny('-', '_');
        var primary = end < 0 ? tag : tag[..end];
        for (var i = 0; i < Tags.Length; i++)
        {
            if (primary.Equals(Tags[i], StringComparison.OrdinalIgnoreCase))
            {
                return (Language)i;
            }
        }

        return otherwise;
    }
}
