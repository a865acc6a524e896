using System.Buffers;
using System.Text;
using System.Text.Json;
using AiDesk.CommandLine.Mcp.Pins;
using AiDesk.CommandLine.Mcp.Results;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.V1;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>tools/call: pinned, then allowed, then run. Whatever cannot be asked or verified is an error result, and nothing has run.</summary>
internal sealed class ToolCalls(OfferedTools offered, PolicyQuestions policy, HeldCalls held, CallRunner runner)
{
    private readonly SemaphoreSlim _places = new(McpLimits.CallsInFlight);

    public async Task<CallToolResult> CallAsync(CallToolRequestParams call, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, cancellation).ConfigureAwait(false))
        {
            return SafeResult.Refusal($"Not run. {McpLimits.CallsInFlight} calls are running already: try again when one has ended.");
        }

        try
        {
            return await AskAsync(call, progress, cancellation).ConfigureAwait(false);
        }
        catch (PolicyFailure failure)
        {
            return SafeResult.Refusal($"Not run. {failure.Message} Nothing runs unchecked: try again later.");
        }
        catch (Exception failure) when (failure is McpException or IOException && !cancellation.IsCancellationRequested)
        {
            return SafeResult.Refusal("Not run. The tool's server did not say what its tools are.");
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<CallToolResult> AskAsync(CallToolRequestParams call, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation)
    {
        if (await offered.FindAsync(call.Name, cancellation).ConfigureAwait(false) is var state && state is not PinState.Approved)
        {
            return SafeResult.Refusal(state switch
            {
                PinState.Changed => "Not run. The tool has changed since it was approved: a person has to approve it as it is now (aidesk mcp approve).",
                PinState.New => "Not run. Nobody has approved this tool yet (aidesk mcp approve).",
                _ => "Not run. The server has no such tool.",
            });
        }

        // CheckToolCall knows the policy's level; a lower one that was asked for binds here.
        if (policy.Scope.Level > 0 && !(await policy.AllowedToolsAsync(cancellation).ConfigureAwait(false)).Contains(call.Name))
        {
            return SafeResult.Refusal(RefusalText.Denied(new Decision { Reason = Reason.ToolNotAllowed }));
        }

        var arguments = JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal));
        if (Encoding.UTF8.GetByteCount(arguments) > McpLimits.ArgumentBytes)
        {
            return SafeResult.Refusal($"Not run. The arguments are larger than {McpLimits.ArgumentBytes} bytes.");
        }

        if (CanonicalOf(arguments) is { } canonical && await held.TryResumeAsync(call.Name, canonical, cancellation).ConfigureAwait(false) is { } waiting)
        {
            return waiting.Run is { } approved ? await runner.RunAsync(approved, progress, cancellation).ConfigureAwait(false) : SafeResult.Refusal(waiting.Refusal);
        }

        return await DecideAsync(call.Name, arguments, progress, cancellation).ConfigureAwait(false);
    }

    private async Task<CallToolResult> DecideAsync(string tool, string arguments, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation)
    {
        var callId = PolicyQuestions.NewId();
        var answer = await policy.CheckAsync(callId, tool, arguments, cancellation).ConfigureAwait(false);
        switch (answer.Decision.Verdict)
        {
            case Verdict.Allow or Verdict.AllowPostReview when answer.DecisionToken.Length > 0:
                var allowed = AllowedCall.Of(policy.Scope, callId, tool, answer);
                return await policy.RedeemAsync(allowed, cancellation).ConfigureAwait(false) == RedeemState.Redeemed
                    ? await runner.RunAsync(allowed, progress, cancellation).ConfigureAwait(false)
                    : SafeResult.Refusal("Not run. The permission for this call could not be verified.");
            case Verdict.RequireApproval or Verdict.Escalate:
                return SafeResult.Refusal(held.Hold(callId, tool, answer));
            default:
                return SafeResult.Refusal(RefusalText.Denied(answer.Decision));
        }
    }

    // Null where the service will find fault with them: then nothing can have been approved for them.
    private static string? CanonicalOf(string arguments)
    {
        var written = new ArrayBufferWriter<byte>(arguments.Length);
        return CanonicalJson.TryWrite(Encoding.UTF8.GetBytes(arguments), written, out _) ? Encoding.UTF8.GetString(written.WrittenSpan) : null;
    }
}
