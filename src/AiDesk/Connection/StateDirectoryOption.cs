using System.CommandLine;

namespace AiDesk.CommandLine.Connection;

/// <summary>The folder that holds the development key and the local record.</summary>
internal static class StateDirectoryOption
{
    public const string DefaultFolder = ".aidesk";

    public static Option<string> Create() => new("--state-dir")
    {
        Description = "Folder of the development key and the local records; also AIDESK_STATE_DIR.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("AIDESK_STATE_DIR") ?? DefaultFolder,
    };
}
