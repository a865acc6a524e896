using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Service.Policies;

/// <summary>
/// Policies from a directory (<c>AIDESK_POLICY_SOURCE=files</c>, <c>AIDESK_POLICY_DIR</c>). Compiles what is found and puts it in force; a tenant whose files
/// are broken keeps its last good policy. One thread scans at a time; anyone may read the states.
/// </summary>
/// <param name="directory">Holds one folder per tenant, and <c>_base</c>.</param>
/// <param name="snapshots">Where policies come into force.</param>
/// <param name="clock">For the time in the states.</param>
/// <param name="changed">Told of every change, on the scanning thread, after it is in force; must not throw.</param>
/// <param name="read">What a scan finds; the directory's files unless another is given.</param>
internal sealed class PolicyFolder(
    string directory, PolicySnapshots snapshots, TimeProvider clock, Action<PolicyChange>? changed = null, Func<PolicyFolderContents>? read = null)
{
    private static readonly TenantFiles NoBases = new(PolicySources.BaseFolder, new Dictionary<string, string>(StringComparer.Ordinal), []);

    private readonly Func<PolicyFolderContents> _read = read ?? (() => PolicyFolderReader.Read(directory));
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _inForce = new(StringComparer.Ordinal);
    private readonly PolicyCompiler _compiler = new();
    private readonly ConcurrentDictionary<string, TenantPolicyState> _states = new(StringComparer.Ordinal);
    private readonly Lock _scanning = new();
    private readonly Dictionary<string, TenantFiles> _adopted = new(StringComparer.Ordinal);
    private TenantFiles? _bases;
    private PolicyFolderContents? _seen;
    private ImmutableArray<PolicyError> _errors = [];

    /// <summary>How each tenant stands, by name.</summary>
    public IReadOnlyDictionary<string, TenantPolicyState> States => _states;

    /// <summary>Every error there is now, of all tenants and the directory, each once.</summary>
    public ImmutableArray<PolicyError> Errors =>
        [.. _errors.Concat(_states.Values.OrderBy(state => state.Tenant, StringComparer.Ordinal).SelectMany(state => state.Errors)).Distinct()];

    /// <summary>What is wrong with the directory as a whole at the last scan.</summary>
    public ImmutableArray<PolicyError> DirectoryErrors => _errors;

    /// <summary>The first scan: everything is taken as it is found. False when no policy came into force: the service must not start then.</summary>
    public bool Load()
    {
        lock (_scanning)
        {
            var contents = _read();
            Adopt(contents, contents);
            return snapshots.Count > 0;
        }
    }

    /// <summary>
    /// A later scan. What has changed comes into force when a second scan finds it unchanged: a file that is still being written may be a valid document with
    /// half its rules. True when everything found is in force or has failed; false when another scan is needed.
    /// </summary>
    public bool Scan()
    {
        lock (_scanning)
        {
            var contents = _read();
            var isSettled = Adopt(contents, _seen);
            _seen = contents;
            return isSettled;
        }
    }

    /// <summary>The documents in force by path, bases among them; empty for a tenant without a policy.</summary>
    public IReadOnlyDictionary<string, string> DocumentsOf(string tenant) =>
        _inForce.GetValueOrDefault(tenant) ?? new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The documents of <c>_base</c> as last found in order.</summary>
    public IReadOnlyDictionary<string, string> Bases => (_bases ?? NoBases).Documents;

    /// <summary>Compiles documents as a scan would, and puts nothing in force.</summary>
    public PolicyCompilation Try(string tenant, IReadOnlyDictionary<string, string> documents) => Compile(new PolicySources { Tenant = tenant, Documents = documents });

    /// <summary>Puts in force at once what was stored: no scan need find it twice, as it was written whole.</summary>
    public void Activate(TenantFiles files)
    {
        lock (_scanning)
        {
            Compile(files, _bases ?? NoBases);
            _adopted[files.Tenant] = files;
        }
    }

    /// <summary>Puts in force what two scans found alike. True when that is everything.</summary>
    private bool Adopt(PolicyFolderContents contents, PolicyFolderContents? seen)
    {
        _errors = [.. contents.Errors, .. contents.Bases.Errors];
        if (contents.Errors.Count > 0)
        {
            return true;
        }

        if (contents.Tenants.Count == 0 && _adopted.Count > 0)
        {
            // An empty directory where there were policies is a mount that went away, not a wish to have none.
            _errors = [new PolicyError(directory, 1, 1, "", "is empty now; the policies that were loaded stay in force")];
            return true;
        }

        if (seen is null || !seen.Bases.SameAs(contents.Bases))
        {
            return IsAdopted(contents);
        }

        var found = contents.Tenants.ToDictionary(tenant => tenant.Tenant, StringComparer.Ordinal);
        var before = seen.Tenants.ToDictionary(tenant => tenant.Tenant, StringComparer.Ordinal);
        var basesChanged = _bases is null || !_bases.SameAs(contents.Bases);
        var stale = contents.Tenants.Where(tenant => basesChanged || !IsAdopted(tenant)).ToList();
        var settled = stale.Where(tenant => before.TryGetValue(tenant.Tenant, out var last) && last.SameAs(tenant)).ToList();
        Parallel.ForEach(settled, tenant => Compile(tenant, contents.Bases));
        foreach (var tenant in settled)
        {
            _adopted[tenant.Tenant] = tenant;
        }

        var gone = _adopted.Keys.Where(tenant => !found.ContainsKey(tenant)).ToList();
        foreach (var tenant in gone.Where(tenant => !before.ContainsKey(tenant)))
        {
            Remove(tenant);
        }

        // Tenants that are not settled yet are compiled against the new bases when they are.
        if (settled.Count == stale.Count)
        {
            _bases = contents.Bases;
        }

        return settled.Count == stale.Count && gone.All(tenant => !before.ContainsKey(tenant));
    }

    private void Compile(TenantFiles files, TenantFiles bases)
    {
        var documents = files.HasBases ? files.Documents
            : bases.Documents.Concat(files.Documents).ToDictionary(document => document.Key, document => document.Value, StringComparer.Ordinal);
        var sources = new PolicySources { Tenant = files.Tenant, Documents = documents };

        // A document that could not be read is one fault, not also one that is missing.
        var isRead = !files.Errors.Any(error => string.Equals(error.File, sources.Path, StringComparison.Ordinal));
        var compilation = isRead ? Compile(sources) : new PolicyCompilation(null, [], []);
        var before = snapshots.For(files.Tenant)?.Version ?? "";
        var isBroken = compilation.Snapshot is null || files.Errors.Count > 0;
        if (!isBroken)
        {
            snapshots.Put(compilation.Snapshot!);
            _inForce[files.Tenant] = documents;
        }

        var state = new TenantPolicyState(
            files.Tenant,
            isBroken ? before : compilation.Snapshot!.Version,
            [.. files.Errors, .. compilation.Errors],
            compilation.Warnings,
            clock.GetUtcNow());
        var wasBroken = _states.TryGetValue(files.Tenant, out var last) && last.Errors.Length > 0;
        _states[files.Tenant] = state;
        if (isBroken)
        {
            changed?.Invoke(new PolicyChange(PolicyChangeKind.Failed, state));
        }
        else if (before.Length == 0)
        {
            changed?.Invoke(new PolicyChange(PolicyChangeKind.Loaded, state));
        }
        else if (!string.Equals(before, state.Version, StringComparison.Ordinal))
        {
            changed?.Invoke(new PolicyChange(PolicyChangeKind.Reloaded, state));
        }
        else if (wasBroken)
        {
            changed?.Invoke(new PolicyChange(PolicyChangeKind.Recovered, state));
        }
    }

    /// <summary>The compiler does not throw; should it have a defect, that costs one tenant its reload and not all of them the service.</summary>
    private PolicyCompilation Compile(PolicySources sources)
    {
        try
        {
            return _compiler.Compile(sources);
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            return new PolicyCompilation(null, [new PolicyError(sources.Path, 1, 1, "", $"could not be compiled: a defect of AiDesk, {defect.GetType().Name}")], []);
        }
    }

    private void Remove(string tenant)
    {
        snapshots.Remove(tenant);
        _adopted.Remove(tenant);
        _inForce.TryRemove(tenant, out IReadOnlyDictionary<string, string>? _);
        _states.TryRemove(tenant, out _);
        changed?.Invoke(new PolicyChange(PolicyChangeKind.Removed, new TenantPolicyState(tenant, "", [], [], clock.GetUtcNow())));
    }

    private bool IsAdopted(TenantFiles tenant) => _adopted.TryGetValue(tenant.Tenant, out var before) && before.SameAs(tenant);

    private bool IsAdopted(PolicyFolderContents contents) =>
        _bases is not null && _bases.SameAs(contents.Bases) && contents.Tenants.Count == _adopted.Count && contents.Tenants.All(IsAdopted);
}
