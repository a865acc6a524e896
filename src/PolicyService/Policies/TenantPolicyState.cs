using System.Collections.Immutable;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Service.Policies;

/// <summary>How a tenant's files stand: what GetPolicy shows beside the policy in force.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Version">Version in force; empty when none ever loaded.</param>
/// <param name="Errors">Why the files as they are now are not in force; empty when they are.</param>
/// <param name="Warnings">Of the files as they are now.</param>
/// <param name="ReadAt">When the files were last found changed.</param>
internal sealed record TenantPolicyState(string Tenant, string Version, ImmutableArray<PolicyError> Errors, ImmutableArray<PolicyError> Warnings, DateTimeOffset ReadAt);

/// <summary>What became of a tenant's policy.</summary>
internal enum PolicyChangeKind : byte
{
    /// <summary>A policy came into force where there was none.</summary>
    Loaded,

    /// <summary>Another version came into force.</summary>
    Reloaded,

    /// <summary>The files are broken; the last good policy, if there is one, stays in force.</summary>
    Failed,

    /// <summary>The files are in order again and say what is in force already.</summary>
    Recovered,

    /// <summary>The tenant's folder is gone, and its policy with it.</summary>
    Removed,
}

/// <summary>One change, for logs and metrics.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="State">How the tenant stands after it.</param>
internal readonly record struct PolicyChange(PolicyChangeKind Kind, TenantPolicyState State);
