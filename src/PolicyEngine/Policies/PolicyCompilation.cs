using System.Collections.Immutable;

namespace AiDesk.Policy.Policies;

/// <summary>What compiling a policy gave: a snapshot, or every error there is.</summary>
/// <param name="Snapshot">Null exactly when there are errors.</param>
/// <param name="Errors">By file, line and column.</param>
/// <param name="Warnings">What is valid and probably not meant. By file, line and column.</param>
public sealed record PolicyCompilation(PolicySnapshot? Snapshot, ImmutableArray<PolicyError> Errors, ImmutableArray<PolicyError> Warnings);
