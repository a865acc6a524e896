using System.Diagnostics;
using AiDesk.Postgres.Cluster;

namespace AiDesk.Postgres.Harness;

/// <summary>A cluster as initdb leaves it, made once a process and copied for each server.</summary>
internal static class ClusterTemplate
{
    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    public static async Task CopyToAsync(string folder)
    {
        var template = await Made.Value;
        await PostgresBinaries.RunAsync(new ProcessStartInfo("cp", ["-a", template, folder]));
    }

    private static async Task<string> MakeAsync()
    {
        var parent = Directory.CreateTempSubdirectory("pg-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(parent, recursive: true);
        await PostgresBinaries.OwnAsync(parent);
        var data = Path.Combine(parent, "data");

        // Small segments of the log, so that a limit on the size of files can leave room for them and none for tables.
        await PostgresBinaries.RunAsync(PostgresBinaries.Start("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--wal-segsize=1"]));
        return data;
    }
}
