using System.Diagnostics;

namespace AiDesk.Postgres.Harness;

/// <summary>Where PostgreSQL's programs are, and as whom they run: they refuse root.</summary>
internal static class PostgresBinaries
{
    private const string Account = "postgres";

    private static readonly string Folder = Find();

    /// <summary>A start of one of them, as another account when this process is root's.</summary>
    public static ProcessStartInfo Start(string program, IEnumerable<string> arguments) => StartAsAccount(Path.Combine(Folder, program), arguments);

    /// <summary>The same for any program.</summary>
    public static ProcessStartInfo StartAsAccount(string path, IEnumerable<string> arguments)
    {
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid", Account, "--regid", Account, "--clear-groups", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);

        // The account may not see the folder of the tests.
        start.WorkingDirectory = "/";
        return start;
    }

    /// <summary>Gives a folder to whom the server runs as.</summary>
    public static async Task OwnAsync(string folder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(new ProcessStartInfo("chown", ["-R", Account + ":", folder]));
        }
    }

    /// <summary>Runs to the end; throws with what it said when it fails.</summary>
    public static async Task RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{await output}{await error}");
        }
    }

    private static string Find()
    {
        // Debian keeps them out of the path, one folder a version.
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(path => int.TryParse(Path.GetFileName(path), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0).Select(path => Path.Combine(path, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return debian.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new InvalidOperationException("PostgreSQL is not installed: initdb was found neither under /usr/lib/postgresql nor in PATH");
    }
}
