using AiDesk.CommandLine.Connection;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>What the gateway asks the policy service. Every question that gets no answer is a <see cref="PolicyFailure"/>: nobody mistakes it for a yes.</summary>
internal sealed class PolicyQuestions(ServiceConnection connection, CallScope scope, Action<string> tell)
{
    public CallScope Scope => scope;

    /// <summary>Names of the tools that tenant, mode and level may see.</summary>
    public async Task<IReadOnlySet<string>> AllowedToolsAsync(CancellationToken cancellation)
    {
        var request = new ListToolsRequest { Mode = scope.Mode, Level = scope.Level };
        var answer = await AskAsync(options => connection.Client.ListToolsAsync(request, options), cancellation).ConfigureAwait(false);
        return answer.Tools.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
    }

    public Task<CheckToolCallResponse> CheckAsync(string callId, string tool, string arguments, CancellationToken cancellation)
    {
        var request = new CheckToolCallRequest { Context = scope.ToContext(), RequestId = NewId(), CallId = callId, Tool = tool, ArgumentsJson = arguments };
        return AskAsync(options => connection.Client.CheckToolCallAsync(request, options), cancellation);
    }

    /// <summary>Consumes the token. Each attempt has a request id of its own, so that of two that hold one token only one goes on.</summary>
    public async Task<RedeemState> RedeemAsync(AllowedCall call, CancellationToken cancellation)
    {
        var request = new RedeemDecisionRequest
        {
            RequestId = NewId(),
            DecisionToken = call.Token,
            RunId = call.Scope.RunId,
            CallId = call.CallId,
            Tool = call.Tool,
            ArgumentsJson = call.Arguments,
        };
        return (await AskAsync(options => connection.Client.RedeemDecisionAsync(request, options), cancellation).ConfigureAwait(false)).State;
    }

    public Task<FilterToolOutputResponse> FilterAsync(AllowedCall call, string output, CancellationToken cancellation)
    {
        var request = FilterRequest(call);
        request.OutputJson = output;
        return AskAsync(options => connection.Client.FilterToolOutputAsync(request, options), cancellation);
    }

    public Task<FilterToolOutputResponse> FilterAsync(AllowedCall call, ToolError error, CancellationToken cancellation)
    {
        var request = FilterRequest(call);
        request.Error = error;
        return AskAsync(options => connection.Client.FilterToolOutputAsync(request, options), cancellation);
    }

    /// <summary>Says how the call went. What is done is done: a failure is told on standard error, and what was held lapses with its lease.</summary>
    /// <param name="call">The call.</param>
    /// <param name="outcome">How it went.</param>
    /// <param name="release">Give back what was held: the work was not done.</param>
    public async Task SettleAsync(AllowedCall call, Outcome outcome, bool release)
    {
        var request = new SettleRequest
        {
            ReservationId = call.ReservationId,
            DecisionId = call.DecisionId,
            Outcome = outcome,
            DecisionToken = outcome == Outcome.Done ? call.Token : "",
        };
        if (call.ReservationId.Length > 0)
        {
            request.Action = release ? SettleAction.Release : SettleAction.Commit;
        }

        try
        {
            await AskAsync(options => connection.Client.SettleAsync(request, options), CancellationToken.None).ConfigureAwait(false);
        }
        catch (PolicyFailure)
        {
            tell($"decision {call.DecisionId} is not settled");
        }
    }

    /// <summary>Judges texts that the model may come to read, in a session of their own: what they hold taints no other.</summary>
    public async Task<CheckInputResponse> InspectAsync(IEnumerable<UntrustedText> texts, CancellationToken cancellation)
    {
        var request = new CheckInputRequest { Context = (scope with { SessionId = NewId(), RunId = NewId() }).ToContext(), RequestId = NewId() };
        request.Untrusted.Add(texts);
        var answer = await AskAsync(options => connection.Client.CheckInputAsync(request, options), cancellation).ConfigureAwait(false);
        if (answer.Reservation is { ReservationId.Length: > 0 } held)
        {
            var release = new SettleRequest { ReservationId = held.ReservationId, Action = SettleAction.Release, DecisionId = answer.Decision.DecisionId, Outcome = Outcome.NotTried };
            await AskAsync(options => connection.Client.SettleAsync(release, options), cancellation).ConfigureAwait(false);
        }

        return answer;
    }

    public static string NewId() => Guid.CreateVersion7().ToString();

    private static FilterToolOutputRequest FilterRequest(AllowedCall call) => new()
    {
        Context = call.Scope.ToContext(),
        RequestId = NewId(),
        CallId = call.CallId,
        Tool = call.Tool,
        DecisionToken = call.Token,
    };

    // One more time where nobody answered: every question carries an id under which it counts once.
    private async Task<T> AskAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> ask, CancellationToken cancellation)
    {
        for (var last = false; ; last = true)
        {
            try
            {
                return await ask(connection.Options(cancellation)).ConfigureAwait(false);
            }
            catch (RpcException failure) when (!last && failure.StatusCode == StatusCode.Unavailable && !cancellation.IsCancellationRequested)
            {
                // Again, once.
            }
            catch (RpcException failure) when (!cancellation.IsCancellationRequested)
            {
                tell(RpcFailure.Describe(failure));
                throw new PolicyFailure(RpcFailure.IsNoService(failure) ? "The policy service does not answer." : "The policy service could not decide.", failure);
            }
            catch (RpcException failure)
            {
                throw new OperationCanceledException("cancelled", failure, cancellation);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                tell("the token cannot be read: " + failure.Message);
                throw new PolicyFailure("The gateway has no token for the policy service.", failure);
            }
        }
    }
}
