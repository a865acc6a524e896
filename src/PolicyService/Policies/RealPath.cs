namespace AiDesk.Policy.Service.Policies;

/// <summary>
/// Where a path leads once all its symbolic links are followed. Links are allowed, since mounted configuration is made of them, but only to places inside the
/// policies directory.
/// </summary>
internal static class RealPath
{
    /// <summary>Null when a link leads nowhere or in a circle. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> as the file system does.</summary>
    public static string? Of(string path)
    {
        var links = 0;
        var rest = new Stack<string>(Segments(Path.GetFullPath(path)).Reverse());
        var real = Path.GetPathRoot(Path.GetFullPath(path))!;
        while (rest.TryPop(out var segment))
        {
            var next = Path.Combine(real, segment);
            var target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > PolicyFolderLimits.Links)
            {
                return null;
            }

            var followed = Path.GetFullPath(target, real);
            real = Path.GetPathRoot(followed)!;
            foreach (var part in Segments(followed).Reverse())
            {
                rest.Push(part);
            }
        }

        return Path.Exists(real) ? real : null;
    }

    /// <summary>Is the real path <paramref name="inner"/> within the real directory <paramref name="outer"/>?</summary>
    public static bool IsWithin(string inner, string outer) => inner.StartsWith(Path.TrimEndingDirectorySeparator(outer) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IEnumerable<string> Segments(string path) =>
        path[Path.GetPathRoot(path)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
}
