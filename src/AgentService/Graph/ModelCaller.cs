using System.ClientModel;
using System.Diagnostics;
using AiDesk.Agent.Graph.Prompting;
using AiDesk.Agent.Models;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Telemetry;
using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Agent.Graph;

/// <summary>
/// The only way to the model: CheckInput first, the security rules first in the prompt, of untrusted texts only what policy cleaned, the reservation settled
/// after, and everything bounded.
/// </summary>
internal sealed class ModelCaller(IChatClient client, GraphOptions options, TimeProvider clock)
{
    private const int MaxCallsInAnswer = 64;

    private readonly string _model = (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId ?? "model";

    public async Task<ModelAsked> AskAsync(GraphState state, RunContext context, Prompt prompt, CancellationToken cancellationToken)
    {
        var limits = options.Limits;
        if (state.ModelCalls >= limits.ModelCalls || state.OutputTokens >= limits.OutputTokens || state.Faults > limits.Faults)
        {
            return new ModelAsked(null, Endings.HandOver(state, state.Faults > limits.Faults ? RunOutcomes.ModelMalformed : RunOutcomes.ToolLoop));
        }

        var maxTokens = Math.Min(limits.OutputTokensPerCall, limits.OutputTokens - state.OutputTokens);
        var ordinal = state.ModelCalls + 1;

        // Once per customer message: what follows carries only what is new to be judged.
        var message = ordinal == 1
            ? new InputMessage { MessageId = state.Input.MessageId.ToString(), Text = state.Customer, Author = MessageAuthor.Customer }
            : null;
        var check = await context.Policy.CheckInputAsync(ordinal, message, prompt.Untrusted, maxTokens, _model, cancellationToken).ConfigureAwait(false);
        context.Note(check.Decision, "CheckInput", prompt.Node);
        if (!check.Decision.GoesOn())
        {
            return new ModelAsked(null, Endings.Denied(state, check.Decision));
        }

        var messages = prompt.Compose(check.SecurityRules.Text, check.Untrusted.ToDictionary(text => text.Id, text => text.Text, StringComparer.Ordinal));
        var call = await CallAsync(messages, prompt, maxTokens, check.EstimatedInputTokens, cancellationToken).ConfigureAwait(false);
        context.Note(new ModelCallNote(ordinal, prompt.Node, Guid.Parse(check.Decision.DecisionId), _model, call.InputTokens, call.OutputTokens, call.Outcome));
        await SettleAsync(context, check, call, cancellationToken).ConfigureAwait(false);
        return call.Answer is { } answer ? new ModelAsked(answer, null) : new ModelAsked(null, Endings.HandOver(state, call.End));
    }

    private async Task<ModelCall> CallAsync(IReadOnlyList<ChatMessage> messages, Prompt prompt, int maxTokens, int estimatedInput, CancellationToken cancellationToken)
    {
        using var span = GraphTelemetry.BeginChat(_model, prompt.Node, maxTokens);
        var began = clock.GetTimestamp();
        using var time = new CancellationTokenSource(options.Limits.ModelTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        ModelCall call;
        try
        {
            var reading = new AnswerReading(maxTokens, MaxCallsInAnswer);
            var chat = new ChatOptions { MaxOutputTokens = maxTokens, Tools = prompt.Tools.Count > 0 ? [.. prompt.Tools] : null, AllowMultipleToolCalls = prompt.Tools.Count > 0 ? true : null };
            await foreach (var update in client.GetStreamingResponseAsync(messages, chat, either.Token).ConfigureAwait(false))
            {
                reading.Add(update);
            }

            call = reading.Finish(estimatedInput);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            call = ModelCall.Failed(estimatedInput, "timeout", RunOutcomes.ModelTimeout);
        }
        catch (ModelAnswerException fault)
        {
            call = ModelCall.Failed(estimatedInput, "malformed", fault.IsEndless ? RunOutcomes.ModelEndless : RunOutcomes.ModelMalformed);
        }
        catch (Exception fault) when (IsFailure(fault) && !cancellationToken.IsCancellationRequested)
        {
            call = ModelCall.Failed(estimatedInput, "error", RunOutcomes.ModelError);
        }

        GraphTelemetry.EndChat(span, _model, prompt.Node, call.Outcome, call.InputTokens, call.OutputTokens, clock.GetElapsedTime(began));
        Capture(span, messages, call);
        return call;
    }

    // Whatever an endpoint or its client throws: a person takes over. Only what no model can be blamed for goes through.
    private static bool IsFailure(Exception fault) => fault is not OutOfMemoryException and (ClientResultException or IOException or HttpRequestException or InvalidOperationException
        or OperationCanceledException or System.Text.Json.JsonException or FormatException or NotSupportedException or ArgumentException or AggregateException or TimeoutException);

    private static async Task SettleAsync(RunContext context, CheckInputResponse check, ModelCall call, CancellationToken cancellationToken)
    {
        if (check.Reservation is not { ReservationId.Length: > 0 } reservation)
        {
            return;
        }

        var settle = new SettleRequest { ReservationId = reservation.ReservationId, Action = call.Answer is null ? SettleAction.Release : SettleAction.Commit };
        if (call.Answer is not null && reservation.Held.Any(held => held.Unit == "tokens"))
        {
            settle.Actual.Add(new Amount { Unit = "tokens", Value = call.InputTokens + (long)call.OutputTokens });
        }

        await context.Policy.SettleAsync(settle, cancellationToken).ConfigureAwait(false);
    }

    private void Capture(Activity? span, IReadOnlyList<ChatMessage> messages, ModelCall call)
    {
        if (span is null || !options.CaptureContent)
        {
            return;
        }

        span.SetTag("gen_ai.input.messages", string.Join("\n\n", messages.Select(message => $"{message.Role}: {message.Text}")));
        span.SetTag("gen_ai.output.messages", call.Answer?.Text ?? "");
    }
}
