using System.Text.Json;
using System.Text.Json.Serialization;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Policies.Store;

/// <summary>
/// A tenant's index: JSON lines, only ever appended to. A line counts once its line feed is there, so that an append is whole or has not happened: that is
/// what makes activation atomic. A last line that a crash cut is overwritten by the next append; any other line that is none is damage, and an error.
/// </summary>
internal sealed class PolicyIndex(string path)
{
    /// <summary>Versions of one tenant.</summary>
    public const int Limit = 10_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>Oldest first; empty when there is no index. Throws <see cref="PolicyStoreException"/>.</summary>
    public IReadOnlyList<PolicyIndexEntry> Read()
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllBytes(path), out _) : [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PolicyStoreException($"the index cannot be read: {fault.GetType().Name}", fault);
        }
    }

    /// <summary>Appends and forces it to the disk; the caller holds the tenant's lock. Throws <see cref="PolicyStoreException"/>.</summary>
    public void Append(PolicyIndexEntry entry)
    {
        try
        {
            using var file = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            Parse(bytes, out var whole);
            file.SetLength(whole);
            file.Position = whole;
            file.Put([.. JsonSerializer.SerializeToUtf8Bytes(entry, Json), (byte)'\n']);
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PolicyStoreException($"the index cannot be written: {fault.GetType().Name}", fault);
        }
    }

    private static List<PolicyIndexEntry> Parse(ReadOnlySpan<byte> bytes, out int whole)
    {
        var entries = new List<PolicyIndexEntry>();
        whole = 0;
        for (var feed = bytes.IndexOf((byte)'\n'); feed >= 0; feed = bytes[whole..].IndexOf((byte)'\n'))
        {
            entries.Add(ParseLine(bytes.Slice(whole, feed), entries.Count + 1));
            whole += feed + 1;
        }

        return entries;
    }

    private static PolicyIndexEntry ParseLine(ReadOnlySpan<byte> line, long sequence)
    {
        try
        {
            return JsonSerializer.Deserialize<PolicyIndexEntry>(line, Json) is { } entry && entry.Sequence == sequence && entry.Documents.Count > 0
                ? entry
                : throw new PolicyStoreException($"line {sequence} of the index is not the one that belongs there");
        }
        catch (JsonException fault)
        {
            throw new PolicyStoreException($"line {sequence} of the index is damaged", fault);
        }
    }
}
