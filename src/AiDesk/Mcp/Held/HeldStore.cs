using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiDesk.Identity;

namespace AiDesk.CommandLine.Mcp.Held;

/// <summary>
/// The calls of one server that wait for people, one file each, and beside it what was said of it. Only the owner reads them. They outlive the gateway: a
/// client may be closed while somebody decides. That a call runs once does not rest on these files, but on the token's redemption.
/// </summary>
internal sealed class HeldStore(string folder)
{
    public const string FolderName = "held";

    private const string CallSuffix = ".call.json";
    private const string ReleaseSuffix = ".release.json";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    /// <summary>The calls of every server and tenant under a state folder.</summary>
    public static IEnumerable<(HeldStore Store, HeldCall Call)> All(string root) =>
        Directory.Exists(root)
            ? Directory.EnumerateDirectories(root, FolderName, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => new HeldStore(path))
                .SelectMany(store => store.Read("*").Select(call => (store, call)))
            : [];

    /// <summary>The calls that wait for this tool and these canonical arguments; whoever was answered comes first.</summary>
    public IReadOnlyList<(HeldCall Call, Release? Release)> Find(string tool, string arguments, DateTimeOffset now) =>
        [.. Read(KeyOf(tool, arguments))
            .Where(call => call.Tool == tool && call.Arguments == arguments && call.ExpiresAt > now)
            .Select(call => (call, ReleaseOf(call)))
            .OrderBy(held => held.Item2 is null)];

    /// <summary>Throws <see cref="IOException"/> when there is no room, or it cannot be written: then nobody may be told that it waits.</summary>
    public void Add(HeldCall call, DateTimeOffset now)
    {
        PrivateFolder.Create(folder);
        foreach (var lapsed in Read("*").Where(held => held.ExpiresAt <= now))
        {
            Remove(lapsed);
        }

        if (Directory.EnumerateFiles(folder, "*" + CallSuffix).Count() >= McpLimits.HeldCalls)
        {
            throw new IOException($"{McpLimits.HeldCalls} calls wait in {folder} already.");
        }

        Write(PathOf(call, CallSuffix), JsonSerializer.SerializeToUtf8Bytes(call, Form));
    }

    public void Put(HeldCall call, Release release) => Write(PathOf(call, ReleaseSuffix), JsonSerializer.SerializeToUtf8Bytes(release, Form));

    /// <summary>Takes back what was said of it: it waits again.</summary>
    public void RemoveRelease(HeldCall call) => File.Delete(PathOf(call, ReleaseSuffix));

    public void Remove(HeldCall call)
    {
        File.Delete(PathOf(call, ReleaseSuffix));
        File.Delete(PathOf(call, CallSuffix));
    }

    private static string KeyOf(string tool, string arguments) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tool + '\0' + arguments)))[..16];

    private static T? ReadFile<T>(string path)
        where T : class
    {
        try
        {
            return new FileInfo(path).Length <= McpLimits.FileBytes ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Form) : null;
        }
        catch (Exception problem) when (problem is IOException or JsonException or UnauthorizedAccessException)
        {
            // Gone in the meantime, or damaged: then it is not there, and the call is asked for anew.
            return null;
        }
    }

    private static void Write(string path, byte[] content)
    {
        var draft = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.new";
        using (var stream = PrivateFile.Open(draft, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    private IEnumerable<HeldCall> Read(string key) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, key + ".*" + CallSuffix).Select(ReadFile<HeldCall>).OfType<HeldCall>() : [];

    private Release? ReleaseOf(HeldCall call) => File.Exists(PathOf(call, ReleaseSuffix)) ? ReadFile<Release>(PathOf(call, ReleaseSuffix)) : null;

    // The id is the service's; parsed, so that it cannot name another folder.
    private string PathOf(HeldCall call, string suffix) => Path.Combine(folder, $"{KeyOf(call.Tool, call.Arguments)}.{Guid.Parse(call.DecisionId):D}{suffix}");
}
