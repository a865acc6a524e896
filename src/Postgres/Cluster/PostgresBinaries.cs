using System.Diagnostics;
using System.Globalization;

namespace AiDesk.Postgres.Cluster;

/// <summary>Where PostgreSQL's programs are, and as whom they run: they refuse root.</summary>
internal static class PostgresBinaries
{
    private const string Account = "postgres";
    private const string Debian = "/usr/lib/postgresql";

    private static readonly Lazy<string?> Found = new(Find);

    /// <summary>Null when none are installed.</summary>
    public static string? Folder => Found.Value;

    /// <summary>The programs run as another account: this process is root's.</summary>
    public static bool ChangesAccount => Environment.IsPrivilegedProcess;

    /// <summary>A start of one of them. Throws <see cref="InvalidOperationException"/> when none are installed.</summary>
    public static ProcessStartInfo Start(string program, IEnumerable<string> arguments) => StartAsAccount(
        Path.Combine(Folder ?? throw new InvalidOperationException($"PostgreSQL is not installed: initdb was found neither under {Debian} nor in PATH"), program), arguments);

    /// <summary>The same for any program.</summary>
    public static ProcessStartInfo StartAsAccount(string path, IEnumerable<string> arguments)
    {
        var start = ChangesAccount
            ? new ProcessStartInfo("setpriv", ["--reuid", Account, "--regid", Account, "--clear-groups", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);

        // The account may not see the folder that we are in.
        start.WorkingDirectory = "/";
        return start;
    }

    /// <summary>Gives a folder to whom the server runs as.</summary>
    public static async Task OwnAsync(string folder)
    {
        if (ChangesAccount)
        {
            await RunAsync(new ProcessStartInfo("chown", ["-R", Account + ":", folder])).ConfigureAwait(false);
        }
    }

    /// <summary>Runs to the end; throws <see cref="InvalidOperationException"/> with what it said when it fails.</summary>
    public static async Task RunAsync(ProcessStartInfo start)
    {
        if (await TryRunAsync(start).ConfigureAwait(false) is { } problem)
        {
            throw new InvalidOperationException(problem);
        }
    }

    /// <summary>Runs to the end; null when it succeeds, else what it said.</summary>
    public static async Task<string?> TryRunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode == 0
            ? null
            : $"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{await output.ConfigureAwait(false)}{await error.ConfigureAwait(false)}";
    }

    private static string? Find()
    {
        // Debian keeps them out of the path, one folder a version: the newest first.
        var debian = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(VersionOf).Select(path => Path.Combine(path, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return debian.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static int VersionOf(string folder) => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
}
