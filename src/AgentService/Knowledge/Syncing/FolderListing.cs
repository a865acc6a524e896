using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Tenants;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>
/// The documents of a folder below a tenant's knowledge folder. Nothing outside it is read, by whatever name or link: symbolic links are passed over, and so are
/// hidden files.
/// </summary>
internal static class FolderListing
{
    private const int CountLimit = 10_000;

    private static readonly string[] Endings = [".txt", ".md", ".markdown", ".html", ".htm"];

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        // A link may lead out of the tenant's folder. Hidden files are tools' own, as .git, and nobody's knowledge.
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
        IgnoreInaccessible = false,
    };

    /// <summary>Throws FIELD_INVALID for a location that leaves the folder.</summary>
    /// <param name="root">The tenant's folder.</param>
    /// <param name="location">Below it; empty for all of it.</param>
    public static string Resolve(string root, string location)
    {
        var top = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(top, location)));
        var isInside = !Path.IsPathRooted(location) && (folder == top || folder.StartsWith(top + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        for (var part = folder; isInside && part.Length > top.Length; part = Path.GetDirectoryName(part)!)
        {
            isInside = !IsLink(new DirectoryInfo(part));
        }

        return isInside ? folder : throw DeskException.Invalid("source.location", "leaves the tenant's knowledge folder");
    }

    /// <summary>The same.</summary>
    public static Listing Read(string root, string location)
    {
        var folder = Resolve(root, location);
        if (!Directory.Exists(folder))
        {
            return Listing.Failed($"the folder '{location}' is not there");
        }

        try
        {
            var paths = Directory.EnumerateFiles(folder, "*", Everything).Where(IsDocument).Take(CountLimit + 1).Order(StringComparer.Ordinal).ToList();
            var found = paths.Take(CountLimit).Select(path => new ListedDocument(NameOf(folder, path), cancellationToken => ReadAsync(path, cancellationToken))).ToList();
            return paths.Count > CountLimit ? Listing.Of(found, isComplete: false, "the folder has more than 10,000 documents") : Listing.Of(found, isComplete: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Listing.Failed("a folder below it could not be listed");
        }
    }

    private static bool IsDocument(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string NameOf(string folder, string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');

    private static bool IsLink(FileSystemInfo entry) => entry.LinkTarget is not null;

    private static async Task<RawDocument> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // It was none when it was listed.
            if (IsLink(new FileInfo(path)))
            {
                throw new FormatException("is a link");
            }

            await using var file = File.OpenRead(path);
            if (file.Length > DocumentReader.SizeLimit)
            {
                throw new FormatException("is longer than 1 MiB");
            }

            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return new RawDocument(DocumentReader.Decode(bytes), DocumentReader.FormatOf(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FormatException("cannot be read");
        }
    }
}
