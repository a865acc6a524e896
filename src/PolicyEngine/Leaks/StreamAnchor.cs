namespace AiDesk.Policy.Leaks;

/// <summary>The first place at or behind <paramref name="from"/> where a finding has begun, or may have, that the text has not ended or refuted; the text's length when there is none.</summary>
/// <param name="text">What has come of a reply, with context before <paramref name="from"/>.</param>
/// <param name="from">Everything before it is settled.</param>
internal delegate int OpenPlace(ReadOnlySpan<char> text, int from);

/// <summary>What a scanner says of streams: how soon it knows that something begins, and what of it is still open.</summary>
/// <param name="Code">Beginning of its findings' codes.</param>
/// <param name="Chars">
/// Most characters from where a finding begins to where that is recognised, 1 to <see cref="StreamAnchors.MaxChars"/>. A finding without spaces and line ends is recognised where its word ends,
/// however long: a reply is never released in the middle of a word.
/// </param>
/// <param name="Open">Null when a finding is over that many characters behind its beginning, or with its word.</param>
internal sealed record StreamAnchor(string Code, int Chars, OpenPlace? Open = null);
