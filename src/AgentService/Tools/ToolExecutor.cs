using System.Text.Json;
using AiDesk.Agent.Graph;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tools.Crm;
using AiDesk.Agent.Tools.Webhook;
using Npgsql;

namespace AiDesk.Agent.Tools;

/// <summary>
/// Carries out a call that policy has allowed and let redeem: effect and row in one transaction, which also holds the run against a worker that has lost it.
/// A CRM outside is told under the call's key; its row is written when it has answered.
/// </summary>
internal sealed class ToolExecutor(DeskDatabase database, GraphOptions options, CrmWebhook webhook, TimeProvider clock)
{
    private const int DetailChars = 4000;
    private const int MostOutputChars = 512 * 1024;

    /// <summary>Throws <see cref="LeaseLostException"/>; every other failure is an outcome.</summary>
    public async Task<ToolOutcome> ExecuteAsync(ClaimedRun run, RunInput input, string callId, string tool, string arguments, Guid decision, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(options.Limits.ToolTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        ToolOutcome outcome;
        try
        {
            return await RunAsync(run, input, callId, tool, arguments, decision, either.Token).ConfigureAwait(false);
        }
        catch (ToolFailedException fault)
        {
            outcome = new ToolOutcome("", fault.Type, fault.Message, "");
        }
        catch (OperationCanceledException fault) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            outcome = new ToolOutcome("", nameof(TimeoutException), "The operation has timed out", fault.ToString());
        }
        catch (PostgresException fault) when (!fault.IsTransient)
        {
            // What the data or a rule of the database says no to. A database that is away is no outcome: the run is taken up again.
            outcome = new ToolOutcome("", nameof(PostgresException), fault.MessageText, fault.ToString());
        }
        catch (Exception fault) when (fault is JsonException or HttpRequestException or FormatException or InvalidOperationException or OverflowException)
        {
            outcome = new ToolOutcome("", fault.GetType().Name, fault.Message, fault.ToString());
        }

        await RecordFailureAsync(run, callId, tool, arguments, decision, outcome, cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    private async Task<ToolOutcome> RunAsync(ClaimedRun run, RunInput input, string callId, string tool, string arguments, Guid decision, CancellationToken cancellationToken)
    {
        var isOutside = options.ExternalCrm.TryGetValue(run.Tenant, out var crm) && crm.Has(tool);
        var answer = isOutside ? await webhook.SendAsync(crm!, run.RunId, callId, tool, arguments, input.ContactId, cancellationToken).ConfigureAwait(false) : "";
        if (!isOutside && !CrmTools.All.ContainsKey(tool))
        {
            throw new ToolFailedException("NotImplemented", "501 not implemented: no executor for this tool");
        }

        await using var unit = await database.BeginAsync(run.Tenant, cancellationToken).ConfigureAwait(false);
        if (!isOutside && CrmTools.All[tool].ChangesConversation)
        {
            await unit.FirstAsync<Guid?>("SELECT conversation_id FROM desk.conversations WHERE tenant_id = @tenant AND conversation_id = @ConversationId FOR UPDATE", new { input.ConversationId }, cancellationToken).ConfigureAwait(false);
        }

        await unit.HoldRunAsync(run, clock.Now(), cancellationToken).ConfigureAwait(false);
        await ToolCallRows.BeginAsync(unit, run.RunId, callId, tool, arguments, decision, cancellationToken).ConfigureAwait(false);
        if (!isOutside)
        {
            using var read = JsonDocument.Parse(arguments);
            var work = new ToolWork(unit, run, callId, input.ConversationId, input.ContactId, clock.Now());
            answer = (await CrmTools.All[tool].RunAsync(work, read.RootElement, cancellationToken).ConfigureAwait(false)).ToJsonString();
        }

        if (answer.Length > MostOutputChars)
        {
            throw new ToolFailedException("OutputTooLong", "the output is too long");
        }

        await ToolCallRows.FinishAsync(unit, run.RunId, callId, answer.Replace("\0", "", StringComparison.Ordinal), clock.Now(), cancellationToken).ConfigureAwait(false);
        await unit.AddEventAsync(
            new EventEntry("tool_executed", input.ConversationId, run.RunId, EventLog.Graph) { Detail = new Dictionary<string, object>(StringComparer.Ordinal) { ["tool"] = tool, ["call"] = callId } },
            cancellationToken).ConfigureAwait(false);
        await unit.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new ToolOutcome(answer, "", "", "");
    }

    private async Task RecordFailureAsync(ClaimedRun run, string callId, string tool, string arguments, Guid decision, ToolOutcome outcome, CancellationToken cancellationToken)
    {
        await using var unit = await database.BeginAsync(run.Tenant, cancellationToken).ConfigureAwait(false);
        await unit.HoldRunAsync(run, clock.Now(), cancellationToken).ConfigureAwait(false);
        await ToolCallRows.BeginAsync(unit, run.RunId, callId, tool, arguments, decision, cancellationToken).ConfigureAwait(false);
        var detail = $"{outcome.ErrorType}: {outcome.ErrorMessage}\n{outcome.ErrorDetail}";
        await ToolCallRows.FailAsync(unit, run.RunId, callId, (detail.Length > DetailChars ? detail[..DetailChars] : detail).Replace("\0", "", StringComparison.Ordinal), cancellationToken).ConfigureAwait(false);
        await unit.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
