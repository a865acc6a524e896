namespace AiDesk.Identity;

/// <summary>Folders that only their owner may look into (mode 0700).</summary>
internal static class PrivateFolder
{
    /// <summary>Makes the folder, and those above it, when it is not there. One that is there keeps its mode: who made it has chosen it.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
