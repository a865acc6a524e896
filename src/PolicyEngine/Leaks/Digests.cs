namespace AiDesk.Policy.Leaks;

/// <summary>Checksums of published files and commits: a name of the algorithm stands right before them, and everybody may know them.</summary>
internal static class Digests
{
    private static readonly string[] Names = ["sha1", "sha-1", "sha224", "sha256", "sha-256", "sha384", "sha-384", "sha512", "sha-512", "md5", "crc32", "blake2b", "blake3", "checksum", "prüfsumme", "suma de verificación", "somme de contrôle", "soma de verificação"];

    /// <summary>Does the name of an algorithm stand before a place, with a sign or a space between?</summary>
    public static bool IsDigest(ReadOnlySpan<char> text, int place)
    {
        const int Reach = 28;

        // "sha512-…" is one run with its value.
        var before = text[Math.Max(0, place - Reach)..place].TrimEnd(" :=-~\"'(");
        before = before.EndsWith(" is", StringComparison.Ordinal) ? before[..^3] : before.EndsWith(" ist", StringComparison.Ordinal) ? before[..^4] : before;
        var behind = text[place..Math.Min(text.Length, place + Reach)];
        foreach (var name in Names)
        {
            if (before.EndsWith(name, StringComparison.OrdinalIgnoreCase)
                || (behind.StartsWith(name, StringComparison.OrdinalIgnoreCase) && behind[name.Length..].StartsWith("-", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        // "package-1.2.0.tgz#…", "repository.git#…", "commit …": what a lock file or a history names.
        return before.EndsWith(".tgz#", StringComparison.OrdinalIgnoreCase) || before.EndsWith(".git#", StringComparison.OrdinalIgnoreCase) || before.EndsWith("commit", StringComparison.OrdinalIgnoreCase)
            || before.EndsWith("etag", StringComparison.OrdinalIgnoreCase) || before.EndsWith("etag: W/", StringComparison.OrdinalIgnoreCase);
    }
}
