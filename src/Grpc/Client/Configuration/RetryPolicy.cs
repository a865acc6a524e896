using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>When a call is made again. A call is never made again once response headers have arrived.</summary>
public sealed class RetryPolicy
{
    /// <summary>All attempts, the first included; 2 or more.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>The longest pause before the second attempt; the pause is random between zero and this.</summary>
    public TimeSpan? InitialBackoff { get; set; }

    public TimeSpan? MaxBackoff { get; set; }

    /// <summary>How the longest pause grows with each attempt.</summary>
    public double? BackoffMultiplier { get; set; }

    public IList<StatusCode> RetryableStatusCodes { get; } = [];
}

/// <summary>A failure takes a token, a success gives back a part of one; below half of the tokens nothing is retried.</summary>
public sealed class RetryThrottlingPolicy
{
    public int? MaxTokens { get; set; }

    public double? TokenRatio { get; set; }
}
