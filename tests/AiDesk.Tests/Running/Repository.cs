namespace AiDesk.Tests.Running;

/// <summary>The folders that these tests are of.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string In(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AiDesk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("these tests run inside of the repository");
        }

        return folder.FullName;
    }
}
