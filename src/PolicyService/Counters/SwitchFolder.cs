using AiDesk.Policy.Service.Policies.Store;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// Kill switches of counters that are in this process's memory: an empty file a frozen tenant, in the state folder, so that a restart does not thaw it.
/// </summary>
internal sealed class SwitchFolder
{
    /// <summary>Of the state folder.</summary>
    public const string Name = "frozen";

    private readonly string _folder;

    public SwitchFolder(string folder)
    {
        _folder = folder;
        PrivateFolder.Create(folder);
    }

    public bool IsFrozen(string tenant) => File.Exists(Path.Combine(_folder, tenant));

    /// <summary>On the disk when it comes back. Throws <see cref="IOException"/> when it cannot be.</summary>
    public void Set(string tenant, bool frozen)
    {
        var path = Path.Combine(_folder, tenant);
        if (frozen)
        {
            PrivateFile.CreateIfAbsent(path, "");
        }
        else
        {
            File.Delete(path);
        }

        FolderSync.Run(_folder);
    }
}
