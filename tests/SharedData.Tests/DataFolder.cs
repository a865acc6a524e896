namespace AiDesk.SharedData.Tests;

/// <summary>Where the data sets lie: <c>../shared/data</c> beside the repository, or where <c>AIDESK_SHARED_DATA</c> says.</summary>
internal static class DataFolder
{
    /// <summary>A file or folder in it, by its path with forward slashes.</summary>
    public static string Of(string path)
    {
        var shared = Environment.GetEnvironmentVariable("AIDESK_SHARED_DATA");
        var full = Path.GetFullPath(Path.Combine(string.IsNullOrEmpty(shared) ? Repository("../shared/data") : shared, path));
        return Path.Exists(full) ? full : throw new FileNotFoundException($"There is no {full}: set AIDESK_SHARED_DATA to the folder that holds {path}.");
    }

    /// <summary>A path in the repository.</summary>
    public static string Repository(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AiDesk.sln")))
            {
                return Path.Combine(folder.FullName, path);
            }
        }

        throw new DirectoryNotFoundException("No folder above the tests holds AiDesk.sln.");
    }
}
