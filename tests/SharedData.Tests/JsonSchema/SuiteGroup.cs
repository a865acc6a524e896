using System.Text.Json;

namespace AiDesk.SharedData.Tests.JsonSchema;

/// <summary>One schema of the suite with its cases.</summary>
internal sealed record SuiteGroup(string File, string Description, byte[] Schema, IReadOnlyList<SuiteCase> Cases)
{
    public string Name => $"{File}: {Description}";

    /// <summary>The required part: the files directly in the folder.</summary>
    public static IReadOnlyList<SuiteGroup> ReadAll()
    {
        var groups = new List<SuiteGroup>();
        foreach (var path in Directory.GetFiles(DataFolder.Of("json-schema-test-suite/tests/draft2020-12"), "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            foreach (var group in document.RootElement.EnumerateArray())
            {
                var cases = group.GetProperty("tests").EnumerateArray().Select(test => new SuiteCase(
                    test.GetProperty("description").GetString()!,
                    Bytes(test.GetProperty("data")),
                    test.GetProperty("valid").GetBoolean()));
                groups.Add(new SuiteGroup(
                    Path.GetFileNameWithoutExtension(path), group.GetProperty("description").GetString()!, Bytes(group.GetProperty("schema")), [.. cases]));
            }
        }

        return groups;
    }

    private static byte[] Bytes(JsonElement element) => System.Text.Encoding.UTF8.GetBytes(element.GetRawText());
}

internal sealed record SuiteCase(string Description, byte[] Json, bool Valid);
