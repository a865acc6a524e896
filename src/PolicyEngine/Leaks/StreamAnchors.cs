using System.Collections.Immutable;

namespace AiDesk.Policy.Leaks;

/// <summary>The anchors of all scanners of <see cref="LeakDetector"/>, in its order: what a streamed reply holds back.</summary>
internal static class StreamAnchors
{
    /// <summary>Most characters that any scanner may need to recognise a beginning; a streamed reply stays that far behind what has come.</summary>
    public const int MaxChars = 256;

    /// <summary>Most characters that any scanner looks back at from a place: the context of a window.</summary>
    public const int Context = 640;

    /// <summary>A word: no space or line end stands in it.</summary>
    private const int Word = 1;

    public static ImmutableArray<StreamAnchor> All { get; } =
    [
        new("leak.jwt", Word),
        new("leak.secret", Word),
        PrivateKeys.Anchor,
        CommandSecrets.Anchor,
        StackTraceScan.Anchor,
        SqlScan.Anchor,
        SqlErrors.Anchor,
        JsonScan.Anchor,
        NamedSecretScan.Anchor,
        new("leak.unknown_link", Word),
        new("leak.infrastructure", Word),
        new("leak.path", Word),
        new("leak.identifier", Word),
        PersonalDataScan.Anchor,
    ];

    /// <summary>The first place that any scanner holds open; the text's length when none does.</summary>
    public static int OpenFrom(ReadOnlySpan<char> text, int from)
    {
        var open = text.Length;
        foreach (var anchor in All)
        {
            if (anchor.Open is { } find)
            {
                open = Math.Min(open, find(text, from));
            }
        }

        return open;
    }
}
