using AiDesk.Agent.Tenants;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Agent.Policy;

/// <summary>What pages ask of PolicyAdminService: how limits stand, in the desk's name; the policy itself, in the administrator's.</summary>
internal sealed class PolicyDesk(PolicyConnection policy, TimeProvider clock)
{
    /// <summary>Decisions that a candidate is replayed against: the newest.</summary>
    public const int Replayed = 500;

    /// <summary>A replay makes hundreds of decisions.</summary>
    private static readonly TimeSpan ReplayTime = TimeSpan.FromSeconds(20);

    /// <summary>How limits stand. Throws <see cref="RpcException"/>.</summary>
    /// <param name="caller">Staff of the desk.</param>
    /// <param name="descriptor">An address, user or session; empty for the whole desk.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<GetUsageResponse> UsageAsync(DeskCaller caller, string descriptor, CancellationToken cancellationToken) =>
        await policy.Admin.GetUsageAsync(new GetUsageRequest { Descriptor_ = descriptor }, AsDesk(caller, cancellationToken)).ResponseAsync.ConfigureAwait(false);

    /// <inheritdoc cref="UsageAsync"/>
    public async Task<GetStrikesResponse> StrikesAsync(DeskCaller caller, string descriptor, CancellationToken cancellationToken) =>
        await policy.Admin.GetStrikesAsync(new GetStrikesRequest { Descriptor_ = descriptor }, AsDesk(caller, cancellationToken)).ResponseAsync.ConfigureAwait(false);

    /// <summary>The policy in force, or a stored one. Throws <see cref="RpcException"/>, as do all below.</summary>
    public async Task<GetPolicyResponse> GetAsync(DeskCaller admin, string version, CancellationToken cancellationToken) =>
        await policy.Admin.GetPolicyAsync(new GetPolicyRequest { Version = version }, AsPerson(admin, cancellationToken)).ResponseAsync.ConfigureAwait(false);

    public async Task<ListPolicyVersionsResponse> VersionsAsync(DeskCaller admin, string page, CancellationToken cancellationToken) =>
        await policy.Admin.ListPolicyVersionsAsync(new ListPolicyVersionsRequest { PageSize = 20, PageToken = page }, AsPerson(admin, cancellationToken)).ResponseAsync.ConfigureAwait(false);

    public async Task<ValidatePolicyResponse> ValidateAsync(DeskCaller admin, IEnumerable<PolicyDocument> documents, CancellationToken cancellationToken) =>
        await policy.Admin.ValidatePolicyAsync(new ValidatePolicyRequest { Documents = { documents } }, AsPerson(admin, cancellationToken)).ResponseAsync.ConfigureAwait(false);

    public async Task<ReplayDecisionsResponse> ReplayAsync(DeskCaller admin, IEnumerable<PolicyDocument> documents, CancellationToken cancellationToken) =>
        await policy.Admin.ReplayDecisionsAsync(
            new ReplayDecisionsRequest { Documents = { documents }, PageSize = Replayed }, AsPerson(admin, cancellationToken).WithDeadline(clock.GetUtcNow().UtcDateTime + ReplayTime)).ResponseAsync.ConfigureAwait(false);

    /// <summary>Brings documents into force, unless another version than the expected one is.</summary>
    public async Task<PutPolicyResponse> PutAsync(DeskCaller admin, IEnumerable<PolicyDocument> documents, string expected, string note, CancellationToken cancellationToken) =>
        await policy.Admin.PutPolicyAsync(new PutPolicyRequest { Documents = { documents }, ExpectedVersion = expected, Note = note }, AsPerson(admin, cancellationToken)).ResponseAsync.ConfigureAwait(false);

    private CallOptions AsDesk(DeskCaller caller, CancellationToken cancellationToken) => policy.For(caller.Tenant, "desk", PrincipalRoles.Admin, cancellationToken);

    /// <summary>The route has seen to it that they are an administrator.</summary>
    private CallOptions AsPerson(DeskCaller admin, CancellationToken cancellationToken) => policy.For(admin.Tenant, admin.PersonId, PrincipalRoles.Admin, cancellationToken);
}
