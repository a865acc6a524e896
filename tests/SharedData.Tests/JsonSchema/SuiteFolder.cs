namespace AiDesk.SharedData.Tests.JsonSchema;

/// <summary>Where the official suite lies: <c>../shared/data</c> beside the repository, or where <c>AIDESK_SHARED_DATA</c> says.</summary>
internal static class SuiteFolder
{
    public static string Find()
    {
        var shared = Environment.GetEnvironmentVariable("AIDESK_SHARED_DATA");
        if (string.IsNullOrEmpty(shared))
        {
            shared = Path.Combine(RepositoryRoot(), "..", "shared", "data");
        }

        var folder = Path.GetFullPath(Path.Combine(shared, "json-schema-test-suite", "tests", "draft2020-12"));
        return Directory.Exists(folder)
            ? folder
            : throw new DirectoryNotFoundException($"The JSON Schema suite is not at {folder}: set AIDESK_SHARED_DATA to the folder that holds json-schema-test-suite.");
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AiDesk.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("No folder above the tests holds AiDesk.sln.");
    }
}
