namespace AiDesk.Policy.Leaks;

/// <summary>A secret that has a form of its own, as its issuer publishes it: a fixed beginning and so many characters of an alphabet behind it.</summary>
/// <param name="Code">Last part of the finding's code: issuer and what it is.</param>
/// <param name="Prefix">The beginning, by case.</param>
/// <param name="Alphabet">What follows.</param>
/// <param name="Min">Fewest characters behind the beginning.</param>
/// <param name="Max">Most; a longer run is another thing. 0 for no limit: an issuer may make its secrets longer.</param>
internal readonly record struct SecretKind(string Code, string Prefix, Alphabet Alphabet, int Min, int Max = 0);
