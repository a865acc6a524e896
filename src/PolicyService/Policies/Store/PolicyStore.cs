using System.Security.Cryptography;
using System.Text;
using AiDesk.Policy.Policies;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Policies.Store;

/// <summary>
/// Versions of policies in a folder that replicas may share: <c>documents/</c> holds every text once, under the SHA-256 of its bytes,
/// <c>tenants/NAME/index.jsonl</c> says which of them were in force. What an index names is on the disk before the index names it.
/// </summary>
internal sealed class PolicyStore
{
    /// <summary>How long a writer waits for another.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    private readonly string _documents;
    private readonly string _tenants;

    /// <summary>Makes the folder when it is not there.</summary>
    public PolicyStore(string folder)
    {
        _documents = Path.Combine(folder, "documents");
        _tenants = Path.Combine(folder, "tenants");
        PrivateFolder.Create(_documents);
        PrivateFolder.Create(_tenants);
    }

    /// <summary>Where a change shows.</summary>
    public string WatchedFolder => _tenants;

    /// <summary>Tenants that have an index. Throws <see cref="PolicyStoreException"/> when the folder is not there any more.</summary>
    public IReadOnlyList<string> Tenants()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(_tenants).Where(path => File.Exists(Path.Combine(path, "index.jsonl"))).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PolicyStoreException($"the store cannot be read: {fault.GetType().Name}", fault);
        }
    }

    public PolicyIndex IndexOf(string tenant) => new(Path.Combine(_tenants, tenant, "index.jsonl"));

    /// <summary>An entry's documents by path, each checked against its hash. Throws <see cref="PolicyStoreException"/>.</summary>
    public IReadOnlyDictionary<string, string> Read(PolicyIndexEntry entry)
    {
        var documents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, hash) in entry.Documents)
        {
            documents[path] = ReadDocument(path, hash);
        }

        return documents;
    }

    /// <summary>Puts texts on the disk and answers the hash of each. Throws <see cref="PolicyStoreException"/>.</summary>
    public IReadOnlyDictionary<string, string> Write(IReadOnlyDictionary<string, string> documents)
    {
        try
        {
            var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (path, text) in documents)
            {
                var hash = HashOf(Encoding.UTF8.GetBytes(text));
                PrivateFile.CreateIfAbsent(Path.Combine(_documents, hash), text);
                hashes[path] = hash;
            }

            FolderSync.Run(_documents);
            return hashes;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PolicyStoreException($"the documents cannot be written: {fault.GetType().Name}", fault);
        }
    }

    /// <summary>Keeps every other writer of the tenant's index out, of this process and of others, until it is disposed. Throws <see cref="PolicyStoreException"/>.</summary>
    public async Task<IDisposable> LockAsync(string tenant, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_tenants, tenant);
        var until = Environment.TickCount64 + (long)LockPatience.TotalMilliseconds;
        while (true)
        {
            try
            {
                PrivateFolder.Create(folder);
                FolderSync.Run(_tenants);
                return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Environment.TickCount64 < until)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new PolicyStoreException($"the index cannot be locked: {fault.GetType().Name}", fault);
            }
        }
    }

    /// <summary>Appends an entry, on the disk when it comes back. The caller holds the lock.</summary>
    public void Append(string tenant, PolicyIndexEntry entry)
    {
        IndexOf(tenant).Append(entry);
        FolderSync.Run(Path.Combine(_tenants, tenant));
    }

    /// <summary>What a scan finds of a tenant: the documents in force, or why they cannot be read.</summary>
    public TenantFiles? FilesOf(string tenant)
    {
        try
        {
            return IndexOf(tenant).Read() is { Count: > 0 } entries ? new TenantFiles(tenant, Read(entries[^1]), []) { HasBases = true } : null;
        }
        catch (PolicyStoreException fault)
        {
            return new TenantFiles(tenant, new Dictionary<string, string>(StringComparer.Ordinal), [new PolicyError($"{tenant}/{PolicySources.FileName}", 1, 1, "", $"of the store: {fault.Message}")]);
        }
    }

    private string ReadDocument(string path, string hash)
    {
        try
        {
            var bytes = File.ReadAllBytes(Path.Combine(_documents, hash));
            return HashOf(bytes) == hash ? Encoding.UTF8.GetString(bytes) : throw new PolicyStoreException($"the text of {path} is not the one that was put: its hash differs");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new PolicyStoreException($"the text of {path} cannot be read: {fault.GetType().Name}", fault);
        }
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
