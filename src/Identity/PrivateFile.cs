using System.Runtime.InteropServices;
using System.Text;

namespace AiDesk.Identity;

/// <summary>Files that only their owner may read (mode 0600).</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the whole file or nothing; when another process was first, its file stays.</summary>
    public static void CreateIfAbsent(string path, string text)
    {
        var draft = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.new";
        using (var stream = Open(draft, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            Publish(draft, path);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>
    /// Gives the draft its name unless the name is taken. On Unix File.Move looks first and then renames over whatever has come between: two processes that
    /// start together would each go on with a key of their own. A hard link is refused when the name is there.
    /// </summary>
    private static void Publish(string draft, string path)
    {
        if (OperatingSystem.IsWindows() || Link(draft, path) != 0)
        {
            try
            {
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another was first.
            }
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string added);

    /// <summary>
    /// Opens a file for one writer, made for its owner only; from one that is there already others lose their rights. Unbuffered: what is written is with the
    /// operating system when the call comes back.
    /// </summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var stream = new FileStream(path, options);
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(stream.SafeFileHandle) != OwnerOnly)
        {
            File.SetUnixFileMode(stream.SafeFileHandle, OwnerOnly);
        }

        return stream;
    }

    /// <summary>Takes from others what rights they have.</summary>
    public static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerOnly)
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }
}
