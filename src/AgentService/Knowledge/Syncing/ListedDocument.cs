using System.Text;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>A document that a source has. It is read when its turn comes, so that one at a time is in memory.</summary>
/// <param name="Path">In the source, with forward slashes.</param>
/// <param name="ReadAsync">Throws <see cref="FormatException"/> with why it cannot be read, as the end of a sentence.</param>
internal sealed record ListedDocument(string Path, Func<CancellationToken, Task<RawDocument>> ReadAsync)
{
    /// <summary>Longest path, in bytes of UTF-8: it is part of keys and of page tokens.</summary>
    public const int PathLimit = 512;

    public static bool IsPath(string path) =>
        path.Length is > 0 and <= PathLimit && Encoding.UTF8.GetByteCount(path) <= PathLimit && path.EnumerateRunes().All(letter => !Rune.IsControl(letter) && letter != Rune.ReplacementChar);
}

/// <param name="Text">At most 1 MiB.</param>
/// <param name="Format">How to read it.</param>
internal readonly record struct RawDocument(string Text, DocumentFormat Format);
