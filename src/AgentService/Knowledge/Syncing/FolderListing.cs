using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Tenants;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>Reads the documents of a folder below a tenant's knowledge folder. Nothing outside it is read, by whatever name or link.</summary>
internal static class FolderListing
{
    private const int CountLimit = 10_000;

    private static readonly string[] Endings = [".txt", ".md", ".markdown", ".html", ".htm"];

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
        IgnoreInaccessible = false,
        MaxRecursionDepth = 20,
    };

    /// <summary>Throws FIELD_INVALID for a location that leaves the folder.</summary>
    /// <param name="root">The tenant's folder.</param>
    /// <param name="location">Below it; empty for all of it.</param>
    public static Listing Read(string root, string location)
    {
        var folder = Resolve(root, location);
        if (!Directory.Exists(folder))
        {
            return new Listing([], IsComplete: false, [$"the folder '{location}' is not there"]);
        }

        var problems = new List<string>();
        var found = new List<ListedDocument>();
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*", Everything).Where(IsDocument).Order(StringComparer.Ordinal))
            {
                if (found.Count == CountLimit)
                {
                    problems.Add("the folder has more than 10,000 documents");
                    break;
                }

                found.Add(ReadOne(folder, path));
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Add("a folder below it could not be listed");
        }

        return new Listing(found, problems.Count == 0, problems);
    }

    private static bool IsDocument(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static ListedDocument ReadOne(string folder, string path)
    {
        var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        var format = DocumentReader.FormatOf(path);
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > DocumentReader.SizeLimit)
            {
                return new ListedDocument(name, null, format, "is longer than 1 MiB");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return new ListedDocument(name, DocumentReader.Decode(bytes), format);
        }
        catch (FormatException fault)
        {
            return new ListedDocument(name, null, format, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new ListedDocument(name, null, format, "cannot be read");
        }
    }

    private static string Resolve(string root, string location)
    {
        var top = Path.GetFullPath(root);
        var folder = Path.GetFullPath(Path.Combine(top, location));
        var isInside = folder == top || folder.StartsWith(top + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        for (var part = folder; isInside && part.Length > top.Length; part = Path.GetDirectoryName(part)!)
        {
            isInside = new DirectoryInfo(part).LinkTarget is null;
        }

        return isInside && !Path.IsPathRooted(location) ? folder : throw DeskException.Invalid("source.location", "leaves the tenant's knowledge folder");
    }
}
