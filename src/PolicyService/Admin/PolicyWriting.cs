using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Policies.Store;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Admin;

/// <summary>
/// PutPolicy and RollbackPolicy. The order is what makes them safe: compile, documents on the disk, under the tenant's lock the expected version, then the
/// one line that activates, then this replica. What does not compile comes no further than the first step.
/// </summary>
internal sealed class PolicyWriting(PolicyFolder folder, PolicyVersions versions, AdminActs acts, TimeProvider time, IServiceProvider services)
{
    private readonly PolicyStore? _store = services.GetService<PolicyStore>();

    public async Task<PutPolicyResponse> PutAsync(Caller caller, PutPolicyRequest request, CancellationToken cancellationToken)
    {
        var store = Writable();
        AdminRules.Version(request.ExpectedVersion, "expected_version", required: true);
        RequestRules.Bounded(request.Note, "note", RequestRules.MaxNote);
        var tenant = caller.Principal.Tenant;
        var documents = CandidateDocuments.Read(tenant, request.Documents, folder.Bases);
        var snapshot = Compiled(documents, caller, "put_policy", request.Note, out var compilation);
        var changed = await ActivateAsync(
            store, caller, new Change(PolicyOrigin.Put, snapshot.Version, documents, request.ExpectedVersion, request.Note, "put_policy"), cancellationToken);
        var response = new PutPolicyResponse { Version = snapshot.Version, Changed = changed };
        PolicyReading.Add(response.Warnings, compilation.Warnings);
        return response;
    }

    public async Task<RollbackPolicyResponse> RollbackAsync(Caller caller, RollbackPolicyRequest request, CancellationToken cancellationToken)
    {
        var store = Writable();
        AdminRules.Version(request.Version, "version", required: true);
        AdminRules.Version(request.ExpectedVersion, "expected_version", required: true);
        RequestRules.Bounded(request.Note, "note", RequestRules.MaxNote);
        var documents = versions.Find(caller.Principal.Tenant, request.Version, caller.Snapshot.Version) ?? throw RpcErrors.NotFound();

        // It was good when it was put; a newer service may be stricter.
        var snapshot = Compiled(documents, caller, "rollback_policy", request.Note, out _);
        var changed = await ActivateAsync(
            store, caller, new Change(PolicyOrigin.Rollback, snapshot.Version, documents, request.ExpectedVersion, request.Note, "rollback_policy"), cancellationToken);
        return new RollbackPolicyResponse { Version = snapshot.Version, Changed = changed };
    }

    private PolicyStore Writable() => _store ?? throw RpcErrors.Precondition(ErrorReason.PolicyReadOnly, "policies come from files here: whoever deploys them changes them", "files");

    private PolicySnapshot Compiled(IReadOnlyDictionary<string, string> documents, Caller caller, string act, string note, out PolicyCompilation compilation)
    {
        compilation = folder.Try(caller.Principal.Tenant, documents);
        if (compilation.Snapshot is { } snapshot)
        {
            return snapshot;
        }

        acts.Record(caller, act, "refused", "", note);
        throw PolicyFaults.Of(compilation);
    }

    private async Task<bool> ActivateAsync(PolicyStore store, Caller caller, Change change, CancellationToken cancellationToken)
    {
        var tenant = caller.Principal.Tenant;
        try
        {
            using (await store.LockAsync(tenant, cancellationToken))
            {
                var entries = store.IndexOf(tenant).Read();
                var files = entries.Count == 0 ? folder.DocumentsOf(tenant) : null;
                var inForce = files is null ? entries[^1].Version : folder.Try(tenant, files).Snapshot?.Version ?? caller.Snapshot.Version;
                if (inForce == change.Version)
                {
                    acts.Record(caller, change.Act, "unchanged", change.Version, change.Note);
                    return false;
                }

                if (inForce != change.Expected)
                {
                    throw RpcErrors.Make(StatusCode.Aborted, ErrorReason.PolicyVersionChanged, "another version is in force than expected_version", ("version", inForce));
                }

                if (entries.Count >= PolicyIndex.Limit)
                {
                    throw RpcErrors.Precondition(ErrorReason.PolicyReadOnly, $"the store has {PolicyIndex.Limit} versions of it and takes no more", "full");
                }

                var next = entries.Count + 1L;
                if (files is not null)
                {
                    Append(store, tenant, next++, new Change(PolicyOrigin.Files, inForce, files, "", "", ""), author: "");
                }

                Append(store, tenant, next, change, caller.Principal.Subject);
                folder.Activate(new TenantFiles(tenant, change.Documents, []) { HasBases = true });
            }
        }
        catch (PolicyStoreException fault)
        {
            acts.Record(caller, change.Act, "failed", change.Version, change.Note);
            throw RpcErrors.Unavailable("the policy store: " + fault.Message);
        }

        acts.Record(caller, change.Act, "done", change.Version, change.Note);
        return true;
    }

    private void Append(PolicyStore store, string tenant, long sequence, Change change, string author) => store.Append(tenant, new PolicyIndexEntry
    {
        Sequence = sequence,
        Version = change.Version,
        Origin = change.Origin,
        Time = time.GetUtcNow(),
        Author = author,
        Note = change.Note,
        Documents = store.Write(change.Documents),
    });

    private sealed record Change(PolicyOrigin Origin, string Version, IReadOnlyDictionary<string, string> Documents, string Expected, string Note, string Act);
}
