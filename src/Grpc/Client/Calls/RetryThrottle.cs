using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client.Calls;

/// <summary>Tokens in thousandths, so that the ratio can be added exactly: gRFC A6, "Throttling".</summary>
internal sealed class RetryThrottle
{
    private readonly int _max;
    private readonly int _ratio;
    private int _tokens;

    private RetryThrottle(int max, int ratio)
    {
        _max = max;
        _ratio = ratio;
        _tokens = max;
    }

    public bool AllowsRetry => Volatile.Read(ref _tokens) > _max / 2;

    public static RetryThrottle? Of(RetryThrottlingPolicy? policy)
        => policy is null ? null
            : policy is { MaxTokens: > 0 and <= 1000, TokenRatio: > 0 } ? new RetryThrottle(policy.MaxTokens.Value * 1000, (int)(policy.TokenRatio.Value * 1000))
            : throw new InvalidOperationException("Retry throttling needs MaxTokens from 1 to 1000 and a positive TokenRatio.");

    public void Failed() => Add(-1000);

    public void Succeeded() => Add(_ratio);

    private void Add(int tokens)
    {
        int before;
        do
        {
            before = Volatile.Read(ref _tokens);
        }
        while (Interlocked.CompareExchange(ref _tokens, Math.Clamp(before + tokens, 0, _max), before) != before);
    }
}
