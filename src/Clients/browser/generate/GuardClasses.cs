using AiDesk.Policy.Injection;

namespace AiDesk.BrowserGuard;

/// <summary>
/// Which classes of the signature files the guard knows, and how long their phrases may be: what makes an attack is cut short to save bytes, and what excuses one is
/// nearly whole, so that the guard stops less than the engine and never more.
/// </summary>
internal static class GuardClasses
{
    /// <summary>In the order of their bits.</summary>
    public static readonly (SignatureClass Class, int MostWords)[] All =
    [
        (SignatureClass.Override, 3),
        (SignatureClass.Instructions, 2),
        (SignatureClass.Prior, 2),
        (SignatureClass.All, 2),
        (SignatureClass.Yours, 2),
        (SignatureClass.Mine, 3),
        (SignatureClass.SystemPrompt, 3),
        (SignatureClass.Reveal, 2),
        (SignatureClass.Verbatim, 2),
        (SignatureClass.AboveText, 2),
        (SignatureClass.Safeguards, 2),
        (SignatureClass.Disable, 2),
        (SignatureClass.Become, 3),
        (SignatureClass.Unrestricted, 2),
        (SignatureClass.Model, 2),
        (SignatureClass.Negated, 4),
        (SignatureClass.Asking, 3),
        (SignatureClass.Harmless, 5),
        (SignatureClass.Tells, 2),
        (SignatureClass.Judged, 2),
        (SignatureClass.Neutral, 3),
    ];

    /// <summary>The section of a word file, as "system_prompt", is the name of its class.</summary>
    public static SignatureClass Of(string section) => Enum.Parse<SignatureClass>(section.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    public static string NameOf(SignatureClass of)
    {
        var name = of.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
