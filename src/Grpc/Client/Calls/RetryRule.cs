using System.Collections.Frozen;
using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client.Calls;

/// <summary>A valid retry policy: gRFC A6.</summary>
internal sealed record RetryRule(int MaxAttempts, TimeSpan InitialBackoff, TimeSpan MaxBackoff, double Multiplier, FrozenSet<StatusCode> Codes)
{
    public static RetryRule Of(RetryPolicy policy, int? maxAttempts)
    {
        var attempts = Required(policy.MaxAttempts, nameof(policy.MaxAttempts));
        var initial = Required(policy.InitialBackoff, nameof(policy.InitialBackoff));
        var max = Required(policy.MaxBackoff, nameof(policy.MaxBackoff));
        var multiplier = Required(policy.BackoffMultiplier, nameof(policy.BackoffMultiplier));
        if (attempts < 2 || initial <= TimeSpan.Zero || max <= TimeSpan.Zero || multiplier <= 0 || policy.RetryableStatusCodes.Count == 0)
        {
            throw new InvalidOperationException(
                "A retry policy needs two or more attempts, positive backoffs and multiplier, and a status code to retry.");
        }

        return new RetryRule(Math.Min(attempts, maxAttempts ?? int.MaxValue), initial, max, multiplier, policy.RetryableStatusCodes.ToFrozenSet());
    }

    /// <summary>The pause after a failed attempt: random up to the backoff of that attempt.</summary>
    public TimeSpan PauseAfter(int attempt)
        => Random.Shared.NextDouble() * Min(InitialBackoff * Math.Pow(Multiplier, attempt - 1), MaxBackoff);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static T Required<T>(T? value, string name)
        where T : struct
        => value ?? throw new InvalidOperationException($"A retry policy needs {name}.");
}
