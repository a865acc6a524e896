using System.Text.Json;

namespace AiDesk.SharedData.Tests.Wycheproof;

/// <summary>
/// The vectors of C2SP/wycheproof in the shared data folder beside the repository: <c>../shared/data</c> from its root, or <c>AIDESK_SHARED_DATA</c>.
/// </summary>
internal static class WycheproofFile
{
    public static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(), "wycheproof", "testvectors_v1", name)));

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("AIDESK_SHARED_DATA") is { Length: > 0 } folder)
        {
            return folder;
        }

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "AiDesk.sln")))
        {
            root = root.Parent;
        }

        return root is null
            ? throw new DirectoryNotFoundException($"AiDesk.sln is in no folder above {AppContext.BaseDirectory}; set AIDESK_SHARED_DATA.")
            : Path.Combine(root.FullName, "..", "shared", "data");
    }
}
