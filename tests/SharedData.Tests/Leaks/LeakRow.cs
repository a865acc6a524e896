using System.IO.Compression;
using System.Text.Json;

namespace AiDesk.SharedData.Tests.Leaks;

/// <summary>A labelled text.</summary>
internal sealed record LeakRow(string Text, string Label, string Kind, string Source)
{
    public bool IsLeak => Label == "leak";

    /// <summary>The rows of a file of the leak data.</summary>
    public static IEnumerable<LeakRow> Read(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(DataFolder.Of("leaks/" + name)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            yield return new LeakRow(StringOf(row, "text"), StringOf(row, "label"), StringOf(row, "kind"), StringOf(row, "source"));
        }
    }

    private static string StringOf(JsonDocument row, string name) => row.RootElement.GetProperty(name).GetString()!;
}
