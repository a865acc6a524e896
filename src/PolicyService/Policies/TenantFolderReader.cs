using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Service.Policies;

/// <summary>Reads one tenant's folder, or <c>_base</c>.</summary>
internal sealed class TenantFolderReader(string root, string folder)
{
    private readonly PolicyFileReader _files = new(root);
    private readonly Dictionary<string, string> _documents = new(StringComparer.Ordinal);
    private readonly List<PolicyError> _errors = [];
    private long _bytes;

    private bool IsBase => string.Equals(folder, PolicySources.BaseFolder, StringComparison.Ordinal);

    public TenantFiles Read()
    {
        try
        {
            ReadFolder(Path.Combine(root, folder), folder, depth: 0);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            _errors.Add(new PolicyError(folder, 1, 1, "", $"cannot be read: {unreadable.GetType().Name}"));
        }

        return new TenantFiles(folder, _documents, _errors);
    }

    private void ReadFolder(string directory, string shown, int depth)
    {
        if (RealPath.Of(directory) is not { } real || !RealPath.IsWithin(real, root))
        {
            _errors.Add(new PolicyError(shown, 1, 1, "", "is a link that leads out of the policies directory, or nowhere"));
            return;
        }

        if (depth > PolicyFolderLimits.Depth)
        {
            _errors.Add(new PolicyError(shown, 1, 1, "", $"lies deeper than {PolicyFolderLimits.Depth} folders"));
            return;
        }

        foreach (var name in Names(Directory.EnumerateFiles(real)))
        {
            ReadFile(Path.Combine(real, name), $"{shown}/{name}", name, depth);
        }

        foreach (var name in Names(Directory.EnumerateDirectories(real)))
        {
            ReadFolder(Path.Combine(real, name), $"{shown}/{name}", depth + 1);
        }
    }

    private void ReadFile(string file, string shown, string name, int depth)
    {
        if (name.EndsWith(PolicySources.TestSuffix, StringComparison.Ordinal))
        {
            return;
        }

        switch (Path.GetExtension(name))
        {
            case ".yaml" when IsBase ? depth == 0 : depth == 0 && name == PolicySources.FileName:
            case ".txt" or ".md":
                Add(file, shown);
                break;
            case ".yaml" or ".yml":
                _errors.Add(new PolicyError(shown, 1, 1, "", IsBase
                    ? $"is not read: bases lie in {PolicySources.BaseFolder} itself and end in .yaml"
                    : $"is not read: a tenant's document is {folder}/{PolicySources.FileName}, and its tests end in {PolicySources.TestSuffix}"));
                break;
        }
    }

    private void Add(string file, string shown)
    {
        if (_documents.Count == PolicyFolderLimits.Files)
        {
            _errors.Add(new PolicyError(shown, 1, 1, "", $"is one too many: at most {PolicyFolderLimits.Files} files of a folder are read"));
            return;
        }

        if (_files.Read(file, shown, _errors) is not { } read)
        {
            return;
        }

        _bytes += read.Bytes;
        if (_bytes > PolicyFolderLimits.TenantBytes)
        {
            _errors.Add(new PolicyError(shown, 1, 1, "", $"makes the folder larger than {PolicyFolderLimits.TenantBytes} bytes"));
            return;
        }

        _documents[shown] = read.Text;
    }

    /// <summary>In one order everywhere, without what is hidden (which is where mounted configuration keeps its own).</summary>
    private static List<string> Names(IEnumerable<string> paths) =>
        [.. paths.Select(Path.GetFileName).OfType<string>().Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];
}
