using System.Text.Json;

namespace AiDesk.Policy.Checks;

/// <summary>Name and version of each check. A version is raised when what the check answers for the same input may change.</summary>
public static class CheckCatalog
{
    private static readonly string[] Names = [.. Enum.GetNames<CheckKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static int Count => Names.Length;

    public static string NameOf(CheckKind check) => Names[(int)check];

    /// <summary>One number for all checks of this release: it is raised when any of them may answer otherwise.</summary>
    public const int Version = 7;
}
