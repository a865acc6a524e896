using System.Text;
using AiDesk.CommandLine.Mcp.Results;
using AiDesk.CommandLine.Mcp.Servers;
using AiDesk.Policy.V1;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>Runs a call whose token was redeemed, settles it, and answers what policy lets through of its result.</summary>
/// <param name="server">The tool's server.</param>
/// <param name="policy">Whom to ask.</param>
/// <param name="limit">How long a call may take.</param>
/// <param name="tell">For standard error.</param>
internal sealed class CallRunner(ServerSession server, PolicyQuestions policy, TimeSpan limit, Action<string> tell)
{
    private const string Withheld = "The tool has run, but what it gave is withheld: ";

    public async Task<CallToolResult> RunAsync(AllowedCall call, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(limit);
        CallToolResult result;
        try
        {
            result = await server.CallAsync(call.Tool, call.Arguments, progress, time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The server is told by the protocol; what it has done already nobody knows, so what was held is spent.
            await policy.SettleAsync(call, Outcome.Failed, release: false).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException)
        {
            await policy.SettleAsync(call, Outcome.Failed, release: false).ConfigureAwait(false);
            return SafeResult.Refusal($"The tool did not answer within {limit.TotalSeconds:0} seconds. Whether it did something is not known.");
        }
        catch (McpProtocolException failure)
        {
            return await FailedAsync(call, new ToolError { Type = "McpError", Message = Cut(failure.Message) }).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is McpException or IOException or InvalidOperationException or System.Text.Json.JsonException or ObjectDisposedException)
        {
            tell($"{call.Tool}: {failure.Message}");
            await policy.SettleAsync(call, Outcome.Failed, release: false).ConfigureAwait(false);
            return SafeResult.Refusal("The tool's server has ended, or has answered what the protocol does not know. Whether the tool did something is not known.");
        }

        return result.IsError == true
            ? await FailedAsync(call, new ToolError { Type = "ToolError", Message = RawResult.ErrorOf(result) }).ConfigureAwait(false)
            : await DoneAsync(call, RawResult.Of(result)).ConfigureAwait(false);
    }

    private async Task<CallToolResult> FailedAsync(AllowedCall call, ToolError error)
    {
        await policy.SettleAsync(call, Outcome.Failed, release: true).ConfigureAwait(false);
        try
        {
            var answer = await policy.FilterAsync(call, error, CancellationToken.None).ConfigureAwait(false);
            return SafeResult.Refusal(answer.ErrorText.Length > 0 ? answer.ErrorText : "The tool has failed.");
        }
        catch (PolicyFailure failure)
        {
            return SafeResult.Refusal($"The tool has failed; what it said is withheld. {failure.Message}");
        }
    }

    private async Task<CallToolResult> DoneAsync(AllowedCall call, RawResult raw)
    {
        await policy.SettleAsync(call, Outcome.Done, release: false).ConfigureAwait(false);
        if (Encoding.UTF8.GetByteCount(raw.Json) > McpLimits.ResultBytes)
        {
            return SafeResult.Refusal($"{Withheld}it is larger than {McpLimits.ResultBytes} bytes.");
        }

        try
        {
            var answer = await policy.FilterAsync(call, raw.Json, CancellationToken.None).ConfigureAwait(false);
            if (answer.ErrorText.Length > 0)
            {
                return SafeResult.Refusal(answer.ErrorText);
            }

            return answer.Decision.Verdict is Verdict.Allow or Verdict.AllowPostReview
                ? SafeResult.Of(answer.SanitizedJson, raw)
                : SafeResult.Refusal($"{Withheld}policy does not let it be seen.");
        }
        catch (PolicyFailure failure)
        {
            return SafeResult.Refusal($"{Withheld}it could not be checked. {failure.Message}");
        }
    }

    private static string Cut(string text) => text.Length > McpLimits.ErrorLength ? text[..McpLimits.ErrorLength] : text;
}
