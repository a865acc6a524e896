using System.Globalization;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Calls;

/// <summary>Decides after each failed attempt of a call whether, and when, another follows.</summary>
internal sealed class Attempts(GrpcChannel channel, IMethod method, bool waitForReady)
{
    private const double ReconnectGrowth = 1.6;

    /// <summary>
    /// A new connection takes calls before the server has told its limit of streams and refuses the rest, so that a burst of calls
    /// may be refused once for each connection that it needs. No method has seen them: gRFC A6, "Transparent retries".
    /// </summary>
    private const int MaxRefusals = 100;
    private static readonly TimeSpan FirstRefusalPause = TimeSpan.FromMilliseconds(1);

    private readonly RetryRule? _rule = channel.Retries.For(method);
    private int _connects;
    private int _refusals;

    /// <summary>Attempts that the server has seen.</summary>
    public int Failed { get; private set; }

    public void Answered() => channel.Retries.Throttle?.Succeeded();

    /// <summary>The pause before the next attempt; null when none follows.</summary>
    public TimeSpan? PauseAfter(CallOutcome outcome, bool canRepeat)
    {
        if (outcome.IsOk)
        {
            channel.Retries.Throttle?.Succeeded();
            return null;
        }

        if (outcome.IsUnsent && waitForReady)
        {
            return ReconnectPause();
        }

        if (outcome.IsRefused && canRepeat && _refusals < MaxRefusals)
        {
            return FirstRefusalPause * Math.Min(++_refusals, 10);
        }

        Failed++;
        var retryable = _rule is not null && _rule.Codes.Contains(outcome.Status.StatusCode);
        var pushback = Pushback(outcome.Trailers);
        if (retryable || pushback < TimeSpan.Zero)
        {
            channel.Retries.Throttle?.Failed();
        }

        if (!retryable || !canRepeat || pushback < TimeSpan.Zero || Failed >= _rule!.MaxAttempts || channel.Retries.Throttle is { AllowsRetry: false })
        {
            return null;
        }

        Log.Retrying(channel.Logger, method.FullName, Failed, outcome.Status.StatusCode);
        return pushback ?? _rule.PauseAfter(Failed);
    }

    /// <summary>What the server asks for; negative, or not a number, for "do not retry".</summary>
    private static TimeSpan? Pushback(Metadata trailers)
        => trailers.GetValue(GrpcProtocol.RetryPushbackHeader) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds)
            : TimeSpan.MinValue;

    private TimeSpan ReconnectPause()
    {
        var pause = channel.Options.InitialReconnectBackoff * Math.Pow(ReconnectGrowth, _connects++);
        var longest = channel.Options.MaxReconnectBackoff ?? TimeSpan.MaxValue;
        return (pause < longest ? pause : longest) * (0.8 + (0.4 * Random.Shared.NextDouble()));
    }
}
