using AiDesk.Client.Calls;
using AiDesk.Client.Chat;
using AiDesk.Policy.V1;

namespace AiDesk.Client;

/// <summary>
/// Asks a policy service. One client holds one channel, shared by all its calls and by everything that is given it: make one for the process; it is safe for concurrent use.
/// Whatever keeps a decision from being known is thrown as a <see cref="PolicyException"/>; what the policy forbids is an answer.
/// </summary>
public sealed class PolicyClient : IDisposable
{
    private readonly UnaryCalls _calls;
    private readonly bool _ownsChannel;

    /// <summary>Connects at the first call.</summary>
    /// <exception cref="ArgumentException">An option that cannot be right; the message names it.</exception>
    public PolicyClient(PolicyClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var tokens = TokenSource.Of(options);
        _calls = new UnaryCalls(new PolicyChannel(options), tokens);
        _ownsChannel = true;
    }

    private PolicyClient(UnaryCalls calls) => _calls = calls;

    /// <summary>What the middleware and the guarded tools of this client know of the same tool calls.</summary>
    internal CallBook Book { get; } = new();

    /// <summary>The same channel under another token, as that of the person who approves; disposing of it leaves the channel open.</summary>
    public PolicyClient WithToken(string token) => new(new UnaryCalls(_calls.Channel, new TokenSource(token, null)));

    /// <summary>Asked before every LLM call.</summary>
    public Task<CheckInputResponse> CheckInputAsync(CheckInputRequest request, CheckSettings? settings = null, CancellationToken cancellationToken = default)
        => _calls.CheckAsync(Rpcs.CheckInput, request, settings, StandIns.Input, cancellationToken);

    /// <summary>Asked before a tool runs.</summary>
    public Task<CheckToolCallResponse> CheckToolCallAsync(CheckToolCallRequest request, CheckSettings? settings = null, CancellationToken cancellationToken = default)
        => _calls.CheckAsync(Rpcs.CheckToolCall, request, settings, StandIns.ToolCall, cancellationToken);

    /// <summary>Asked after a tool ran, on its raw output or its error. There is no going on without an answer: raw output never reaches a model.</summary>
    public Task<FilterToolOutputResponse> FilterToolOutputAsync(FilterToolOutputRequest request, CallSettings? settings = null, CancellationToken cancellationToken = default)
        => _calls.AskAsync(Rpcs.FilterToolOutput, request, settings, cancellationToken);

    /// <summary>Asked before a reply leaves, whoever wrote it.</summary>
    public Task<CheckOutputResponse> CheckOutputAsync(CheckOutputRequest request, CheckSettings? settings = null, CancellationToken cancellationToken = default)
        => _calls.CheckAsync(Rpcs.CheckOutput, request, settings, StandIns.Output, cancellationToken);

    /// <summary>CheckOutput for a reply that is still being written: iterate over the result for what of <paramref name="parts"/> may be sent already. Never repeated.</summary>
    /// <param name="open">What the reply belongs to.</param>
    /// <param name="parts">The reply as it is written; read once, and where it is cut makes no difference.</param>
    /// <param name="settings">Of the stream; a model may take its time between two parts.</param>
    public ReplyStream StreamOutput(CheckOutputStreamOpen open, IAsyncEnumerable<string> parts, CallSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(parts);
        return new ReplyStream(_calls, open, parts, settings);
    }

    /// <summary>Says after the work what it cost, and how it went.</summary>
    public Task<SettleResponse> SettleAsync(SettleRequest request, CallSettings? settings = null, CancellationToken cancellationToken = default)
        => _calls.AskAsync(Rpcs.Settle, request, settings, cancellationToken);

    /// <summary>A person's word on a held call or a review, under that person's token: role <c>approver</c> or <c>admin</c>.</summary>
    public Task<ResolveApprovalResponse> ResolveApprovalAsync(ResolveApprovalRequest request, CallSettings? settings = null, CancellationToken cancellationToken = default)
        => _calls.AskAsync(Rpcs.ResolveApproval, request, settings, cancellationToken);

    /// <summary>Consumes a decision token just before the effect: run it on <see cref="RedeemState.Redeemed"/> only.</summary>
    public Task<RedeemDecisionResponse> RedeemDecisionAsync(RedeemDecisionRequest request, CallSettings? settings = null, CancellationToken cancellationToken = default)
        => _calls.AskAsync(Rpcs.RedeemDecision, request, settings, cancellationToken);

    /// <summary>The tools that the model may be offered.</summary>
    public Task<ListToolsResponse> ListToolsAsync(ListToolsRequest request, CallSettings? settings = null, CancellationToken cancellationToken = default)
        => _calls.AskAsync(Rpcs.ListTools, request, settings, cancellationToken);

    /// <summary>Closes the channel; calls in flight end.</summary>
    public void Dispose()
    {
        if (_ownsChannel)
        {
            _calls.Channel.Dispose();
        }
    }
}
