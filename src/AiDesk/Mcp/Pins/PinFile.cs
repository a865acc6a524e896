using System.Text;
using System.Text.Json;
using AiDesk.Identity;

namespace AiDesk.CommandLine.Mcp.Pins;

/// <summary>A tool as a person approved it.</summary>
/// <param name="Sha256">Of the definition, lower-case hex.</param>
/// <param name="Definition">What was approved, to show the difference by.</param>
internal sealed record Pin(string Sha256, string Definition);

/// <summary>The approved tools of one server, in a file that only its owner reads and writes. It is written as a whole, under another name first.</summary>
internal sealed class PinFile(string path)
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private sealed record Content(int Version, string Server, SortedDictionary<string, Pin> Tools);

    public string Path => path;

    public bool Exists => File.Exists(path);

    /// <summary>The pins; none when there is no file. Throws <see cref="InvalidDataException"/> for a file that is not one of pins.</summary>
    public IReadOnlyDictionary<string, Pin> Read()
    {
        if (!File.Exists(path))
        {
            return new Dictionary<string, Pin>(StringComparer.Ordinal);
        }

        if (new FileInfo(path).Length > McpLimits.FileBytes)
        {
            throw new InvalidDataException($"{path} is larger than {McpLimits.FileBytes} bytes.");
        }

        Content? content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Form);
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path} is not a file of approved tools: {problem.Message}", problem);
        }

        if (content is not { Version: Version, Tools: not null })
        {
            throw new InvalidDataException($"{path} is not a file of approved tools of version {Version}.");
        }

        foreach (var (name, pin) in content.Tools)
        {
            if (pin is not { Sha256: not null, Definition: not null } || pin.Sha256 != ToolDefinition.HashOf(pin.Definition))
            {
                throw new InvalidDataException($"{path}: what it says of {name} does not fit its hash.");
            }
        }

        return content.Tools;
    }

    public void Write(string server, IReadOnlyDictionary<string, Pin> pins)
    {
        PrivateFolder.Create(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        var draft = $"{path}.{Environment.ProcessId}.new";
        using (var stream = PrivateFile.Open(draft, FileMode.Create, FileAccess.Write))
        {
            var content = new Content(Version, server, new SortedDictionary<string, Pin>(pins.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal));
            stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(content, Form) + "\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
