using AiDesk.Agent.Runs;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Agent.Policy;

/// <summary>
/// The policy service as one run asks it. Each question has a request id of its own, so that the second try after a lost answer counts once. Everything
/// that is not an answer throws <see cref="PolicyUnavailableException"/>.
/// </summary>
internal sealed class RunPolicy(PolicyConnection connection, ClaimedRun run, RunInput input)
{
    // One more try: a connection that was cut while idle is found out by the call that meets it.
    private const int Tries = 2;

    private readonly string _runId = run.RunId.ToString();

    /// <param name="ordinal">Of the model call in the run: with the attempt it names the question. A run that is taken up again asks anew for what it calls anew.</param>
    /// <param name="message">The customer's message, on the first call only.</param>
    /// <param name="untrusted">At most 64, each with an id of its own.</param>
    /// <param name="outputTokens">Most that the model may answer with.</param>
    /// <param name="model">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<CheckInputResponse> CheckInputAsync(
        int ordinal, InputMessage? message, IEnumerable<UntrustedText> untrusted, int outputTokens, string model, CancellationToken cancellationToken)
    {
        var request = new CheckInputRequest
        {
            Context = Context(), RequestId = $"{_runId}:input:{run.Attempt}:{ordinal}", Message = message, EstimatedOutputTokens = outputTokens, Model = model,
        };
        request.Untrusted.AddRange(untrusted);
        return AskAsync("CheckInput", options => connection.Client.CheckInputAsync(request, options), cancellationToken);
    }

    public Task<CheckToolCallResponse> CheckToolCallAsync(string callId, string tool, string arguments, CancellationToken cancellationToken) => AskAsync(
        "CheckToolCall",
        options => connection.Client.CheckToolCallAsync(
            new CheckToolCallRequest { Context = Context(), RequestId = $"{_runId}:call:{callId}", CallId = callId, Tool = tool, ArgumentsJson = arguments }, options),
        cancellationToken);

    /// <summary>The answer of this request id is always the same: an executor that died after it is let through again, and no other one.</summary>
    public Task<RedeemDecisionResponse> RedeemAsync(string callId, string tool, string canonicalArguments, string decisionToken, CancellationToken cancellationToken) => AskAsync(
        "RedeemDecision",
        options => connection.Client.RedeemDecisionAsync(
            new RedeemDecisionRequest
            {
                RequestId = $"{_runId}:{callId}", DecisionToken = decisionToken, RunId = _runId, CallId = callId, Tool = tool, ArgumentsJson = canonicalArguments,
            },
            options),
        cancellationToken);

    public Task<FilterToolOutputResponse> FilterAsync(string callId, string tool, string decisionToken, string output, ToolError? error, CancellationToken cancellationToken)
    {
        var request = new FilterToolOutputRequest { Context = Context(), RequestId = $"{_runId}:filter:{callId}", CallId = callId, Tool = tool, DecisionToken = decisionToken };
        if (error is null)
        {
            request.OutputJson = output;
        }
        else
        {
            request.Error = error;
        }

        return AskAsync("FilterToolOutput", options => connection.Client.FilterToolOutputAsync(request, options), cancellationToken);
    }

    public Task<CheckOutputResponse> CheckOutputAsync(string text, CancellationToken cancellationToken) => AskAsync(
        "CheckOutput",
        options => connection.Client.CheckOutputAsync(
            new CheckOutputRequest { Context = Context(), RequestId = $"{_runId}:output", Text = text, Author = ReplyAuthor.Model, Channel = input.Channel }, options),
        cancellationToken);

    public Task<SettleResponse> SettleAsync(SettleRequest request, CancellationToken cancellationToken) =>
        AskAsync("Settle", options => connection.Client.SettleAsync(request, options), cancellationToken);

    /// <summary>What the model may be offered in this run's mode and level.</summary>
    public Task<ListToolsResponse> ListToolsAsync(CancellationToken cancellationToken) =>
        AskAsync("ListTools", options => connection.Client.ListToolsAsync(new ListToolsRequest { Mode = Mode, Level = input.Level }, options), cancellationToken);

    private Mode Mode => input.IsAutopilot ? Mode.Autopilot : Mode.Copilot;

    private CallContext Context() => new()
    {
        SessionId = input.SessionId,
        ConversationId = input.ConversationId.ToString(),
        RunId = _runId,
        UserId = input.PersonId,
        Channel = input.Channel,
        ClientIp = input.ClientAddress,
        Locale = input.Locale,
        Mode = Mode,
    };

    private async Task<T> AskAsync<T>(string rpc, Func<CallOptions, AsyncUnaryCall<T>> ask, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                using var call = ask(connection.ForRun(run.Tenant, cancellationToken));
                return await call.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException fault) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(rpc + " was given up", fault, cancellationToken);
            }
            catch (RpcException fault) when (tried < Tries && fault.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
            {
                // Once more.
            }
            catch (RpcException fault)
            {
                throw new PolicyUnavailableException(rpc, fault);
            }
        }
    }
}
