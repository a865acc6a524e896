namespace AiDesk.Agent.Pages.Frame;

/// <summary>Paths to which a page may send somebody: of this site and of no other.</summary>
internal static class LocalPath
{
    private const int Limit = 2_000;

    /// <summary>Begins with one slash; "//host" and "/\host" are other sites to a browser, and so is what holds control characters.</summary>
    public static bool IsLocal(string path) =>
        path.Length is > 0 and <= Limit && path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(char.IsControl);

    public static string Or(string path, string otherwise) => IsLocal(path) ? path : otherwise;
}
