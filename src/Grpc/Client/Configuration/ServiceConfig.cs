namespace Grpc.Net.Client.Configuration;

/// <summary>What holds for the calls of a channel, by method.</summary>
public sealed class ServiceConfig
{
    public IList<MethodConfig> MethodConfigs { get; } = [];

    /// <summary>Stops retries when too many calls fail; null for none.</summary>
    public RetryThrottlingPolicy? RetryThrottling { get; set; }
}

/// <summary>What holds for some methods.</summary>
public sealed class MethodConfig
{
    public IList<MethodName> Names { get; } = [];

    public RetryPolicy? RetryPolicy { get; set; }
}

/// <summary>A method, or all of a service (no method), or all (neither).</summary>
public sealed class MethodName
{
    public static readonly MethodName Default = new();

    public string? Service { get; set; }

    public string? Method { get; set; }
}
