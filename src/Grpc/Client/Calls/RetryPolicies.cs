using System.Collections.Concurrent;
using Grpc.Core;

namespace Grpc.Net.Client.Calls;

/// <summary>The retry policies of a channel, validated once, looked up by method.</summary>
internal sealed class RetryPolicies
{
    private readonly GrpcChannelOptions _options;
    private readonly ConcurrentDictionary<string, RetryRule?> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), RetryRule> _configured = [];

    public RetryPolicies(GrpcChannelOptions options)
    {
        _options = options;
        Budget = new RetryBudget(options.MaxRetryBufferSize ?? long.MaxValue);
        Throttle = RetryThrottle.Of(options.ServiceConfig?.RetryThrottling);
        foreach (var config in options.ServiceConfig?.MethodConfigs ?? [])
        {
            if (config.RetryPolicy is { } policy)
            {
                var rule = RetryRule.Of(policy, options.MaxRetryAttempts);
                foreach (var name in config.Names)
                {
                    _configured.Add((name.Service ?? string.Empty, name.Method ?? string.Empty), rule);
                }
            }
        }
    }

    public RetryBudget Budget { get; }

    public RetryThrottle? Throttle { get; }

    public RetryRule? For(IMethod method)
        => _configured.Count == 0 ? null : _rules.GetOrAdd(method.FullName, static (_, state) => state.Self.Find(state.Method), (Self: this, Method: method));

    /// <summary>What keeps a stream's requests for retries; null when the method is not retried.</summary>
    public RetainedRequests? Retain(IMethod method)
        => For(method) is null ? null : new RetainedRequests(Budget, _options.MaxRetryBufferPerCallSize ?? long.MaxValue);

    private RetryRule? Find(IMethod method)
        => _configured.TryGetValue((method.ServiceName, method.Name), out var rule)
            || _configured.TryGetValue((method.ServiceName, string.Empty), out rule)
            || _configured.TryGetValue((string.Empty, string.Empty), out rule)
                ? rule
                : null;
}
