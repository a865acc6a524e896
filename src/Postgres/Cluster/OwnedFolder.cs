using System.Diagnostics;

namespace AiDesk.Postgres.Cluster;

/// <summary>
/// Folders that only the server's account may look into. Under /var/tmp anybody can make a name before us: a link, or a folder of somebody else's, is refused and
/// never given an owner, since what lies behind it would be.
/// </summary>
internal static class OwnedFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it unless it is there and is the account's own. Throws <see cref="InvalidOperationException"/> when it is anything else.</summary>
    public static async Task PrepareAsync(string path)
    {
        Refuse(path, new DirectoryInfo(path).LinkTarget is not null || File.Exists(path));
        if (!Directory.Exists(path))
        {
            // Somebody who makes it in between owns it, which the next question finds out.
            Directory.CreateDirectory(path, OwnerOnly);
        }

        if (await IsOwnAsync(path).ConfigureAwait(false))
        {
            return;
        }

        // Ours, and not yet handed on: made now, or by a start that was cut off.
        Refuse(path, await PostgresBinaries.TryRunAsync(new ProcessStartInfo("test", ["-O", path, "-a", "!", "-L", path])).ConfigureAwait(false) is not null);
        await PostgresBinaries.OwnAsync(path).ConfigureAwait(false);
    }

    /// <summary>It is there, no link, and the account's own.</summary>
    public static async Task<bool> IsOwnAsync(string path) =>
        await PostgresBinaries.TryRunAsync(PostgresBinaries.StartAsAccount("test", ["-d", path, "-a", "!", "-L", path, "-a", "-O", path])).ConfigureAwait(false) is null;

    private static void Refuse(string path, bool isForeign)
    {
        if (isForeign)
        {
            throw new InvalidOperationException($"{path} is a link, or belongs to somebody else: it is not used for the desk's database. Move it away, or name another --state-dir.");
        }
    }
}
