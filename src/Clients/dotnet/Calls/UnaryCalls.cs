using Google.Protobuf;
using Grpc.Core;

namespace AiDesk.Client.Calls;

/// <summary>Asks until there is an answer, a failure that repeating does not help, or no time left.</summary>
internal sealed class UnaryCalls(PolicyChannel channel, TokenSource tokens)
{
    /// <summary>Before a repetition; each further pause is twice as long, and half to one and a half of that by chance.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    public PolicyChannel Channel => channel;

    /// <summary>Asks a check; where the caller said so for this one, an outage is answered by <paramref name="standIn"/>.</summary>
    public async Task<TResponse> CheckAsync<TRequest, TResponse>(
        Rpc<TRequest, TResponse> rpc, TRequest request, CheckSettings? settings, Func<TRequest, PolicyException, bool, TResponse> standIn, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
    {
        try
        {
            return await AskAsync(rpc, request, settings, cancellationToken).ConfigureAwait(false);
        }
        catch (PolicyUnavailableException outage) when (settings?.IfUnavailable is IfUnavailable.Deny or IfUnavailable.Allow)
        {
            return standIn(request, outage, settings.IfUnavailable == IfUnavailable.Allow);
        }
    }

    /// <exception cref="PolicyException">There is no answer; or <see cref="PolicyCancelledException"/> when the caller cancelled.</exception>
    public async Task<TResponse> AskAsync<TRequest, TResponse>(Rpc<TRequest, TResponse> rpc, TRequest request, CallSettings? settings, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
    {
        ArgumentNullException.ThrowIfNull(request);
        var limit = channel.DeadlineOf(settings);
        var deadline = DateTime.UtcNow + limit;
        var attempts = channel.Attempts;
        if (rpc.RequestId is { } id && attempts > 1 && id(request).Length == 0)
        {
            // Without an id a repetition could count twice: it gets one, or is not repeated. The caller's message stays as it is.
            (request, attempts) = rpc.WithNewId is { } renew ? (renew(request), attempts) : (request, 1);
        }

        var renewed = false;
        for (var attempt = 1; ; attempt++)
        {
            ThrowIfOver(rpc.Name, cancellationToken);
            var token = tokens.Current ?? await TokenAsync(rpc.Name, attempt, deadline, limit, cancellationToken).ConfigureAwait(false);
            RpcException fault;
            try
            {
                using var call = rpc.Start(channel.Stub, request, new CallOptions(TraceHeaders.Of(token), deadline, cancellationToken));
                return await call.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException failed)
            {
                fault = failed;
            }

            if (cancellationToken.IsCancellationRequested || channel.IsDisposed)
            {
                ThrowIfOver(rpc.Name, cancellationToken);
            }

            if (MayRenew(fault, ref renewed))
            {
                tokens.Reject(token);
                continue;
            }

            var pause = FirstPause * (1 << (attempt - 1)) * (0.5 + Random.Shared.NextDouble());
            if (fault.StatusCode != StatusCode.Unavailable || attempt >= attempts || DateTime.UtcNow + pause >= deadline)
            {
                throw channel.Error(fault, rpc.Name, attempt, limit);
            }

            // Cancelled or not, the next round says so.
            await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A token that was refused is replaced once, where there is somebody to ask for another.</summary>
    public bool MayRenew(RpcException fault, ref bool renewed)
    {
        if (fault.StatusCode != StatusCode.Unauthenticated || !tokens.CanRenew || renewed)
        {
            return false;
        }

        return renewed = true;
    }

    public void Reject(string token) => tokens.Reject(token);

    /// <summary>The token, within the call's time.</summary>
    public async ValueTask<string> TokenAsync(string rpc, int attempt, DateTime deadline, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (tokens.Current is { } known)
        {
            return known;
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = deadline - DateTime.UtcNow;
        time.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        try
        {
            return await tokens.FetchAsync(time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested)
        {
            ThrowIfOver(rpc, cancellationToken);
            throw channel.Error(new RpcException(new Status(StatusCode.DeadlineExceeded, "The token provider did not answer.")), rpc, attempt, limit);
        }
        catch (Exception fault)
        {
            throw PolicyAuthenticationException.OfProvider(rpc, attempt, fault);
        }
    }

    public void ThrowIfOver(string rpc, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            throw new PolicyCancelledException(rpc, cancellationToken);
        }

        if (channel.IsDisposed)
        {
            throw new ObjectDisposedException(nameof(PolicyClient), $"{rpc} failed: the client is disposed of. Make one for the process, and dispose of it last.");
        }
    }
}
