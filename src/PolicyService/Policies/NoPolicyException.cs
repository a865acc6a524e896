using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Service.Policies;

/// <summary>Not one policy could be loaded. The message has every error on a line of its own.</summary>
internal sealed class NoPolicyException(string directory, IReadOnlyCollection<PolicyError> errors)
    : Exception(errors.Count == 0
        ? $"{directory} holds no policy: put each tenant's policy.yaml into a folder named like the tenant"
        : $"no policy of {directory} could be loaded:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}")
{
    public IReadOnlyCollection<PolicyError> Errors { get; } = errors;
}
