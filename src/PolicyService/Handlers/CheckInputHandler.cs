using System.Diagnostics;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Replay;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>CheckInput: before every LLM call.</summary>
internal sealed class CheckInputHandler(CheckPipeline pipeline, DecisionClosing closing, EvaluationPool pool, SecurityRulesCache rules)
{
    public async ValueTask<Wire.CheckInputResponse> HandleAsync(Caller caller, Wire.CheckInputRequest request, CancellationToken cancellationToken)
    {
        Validate(request);
        var started = Stopwatch.GetTimestamp();
        using var lease = pool.Rent();
        var work = lease.Work;
        CheckTimes.WatchIf(request.Context.Explain, work);
        var check = Map(caller, request, pipeline.Now);
        var key = RequestKey.Of(request.RequestId, InputSteps.Rpc, caller, request);
        var snapshot = await pipeline.RunAsync<InputCheck, InputSteps>(caller, check, key, work, cancellationToken);
        var reservation = await closing.CloseAsync(
            DecisionFacts.Of(caller, snapshot, RecordedRpc.CheckInput, check.Context, started) with
            {
                RequestId = request.RequestId,
                MessageId = check.MessageId,
                Text = check.Message,
                Input = snapshot.Records.Capture == CaptureRule.None ? null : new CapturedCheck { Input = check },
            },
            work);

        var response = new Wire.CheckInputResponse
        {
            Decision = DecisionMapper.Map(snapshot, check.Context.Language, work, new SpanText(request.Message?.Text, request.Untrusted)),
            SecurityRules = rules.For(snapshot, check.Context.Language),
            EstimatedInputTokens = work.InputTokens,
            Reservation = reservation,
        };
        LimitStates.AddTo(response.Limits, work);
        if (snapshot.Strikes is { } strikes)
        {
            var state = StrikeReading.Of(snapshot, work);
            response.Strikes = new Wire.StrikeState { Strikes = state.Count, BlockAt = strikes.BlockAt };
            if (state.BlockedUntil > 0)
            {
                response.Strikes.BlockedUntil = Times.FromUnix(state.BlockedUntil);
            }
        }

        foreach (var text in work.Cleaned)
        {
            response.Untrusted.Add(new Wire.CleanedText { Id = text.Id, Text = text.Text, Cut = text.Cut });
        }

        return response;
    }

    private static void Validate(Wire.CheckInputRequest request)
    {
        RequestRules.Check(request.Context, needsRun: false);
        RequestRules.Bounded(request.Model, "model", RequestRules.MaxContextText);
        if (request.EstimatedOutputTokens < 0)
        {
            throw RpcErrors.Invalid("estimated_output_tokens", "is negative");
        }

        if (request.Message is { } message)
        {
            RequestRules.Required(message.MessageId, "message.message_id", RequestRules.MaxContextText);
            if (message.Author is not (Wire.MessageAuthor.Customer or Wire.MessageAuthor.Agent))
            {
                throw RpcErrors.UnknownEnum("message.author", (int)message.Author);
            }
        }

        ValidateUntrusted(request);
    }

    private static void ValidateUntrusted(Wire.CheckInputRequest request)
    {
        if (request.Untrusted.Count > RequestRules.MaxUntrusted)
        {
            throw RpcErrors.Invalid("untrusted", $"has {request.Untrusted.Count} entries; the most is {RequestRules.MaxUntrusted}");
        }

        for (var i = 0; i < request.Untrusted.Count; i++)
        {
            var text = request.Untrusted[i];
            RequestRules.Required(text.Id, $"untrusted[{i}].id", RequestRules.MaxContextText);
            if (text.Origin is < Wire.TextOrigin.Knowledge or > Wire.TextOrigin.History)
            {
                throw RpcErrors.UnknownEnum($"untrusted[{i}].origin", (int)text.Origin);
            }

            for (var j = 0; j < i; j++)
            {
                if (request.Untrusted[j].Id == text.Id)
                {
                    throw RpcErrors.Invalid($"untrusted[{i}].id", "is used twice in the call");
                }
            }
        }
    }

    private static InputCheck Map(Caller caller, Wire.CheckInputRequest request, DateTimeOffset now) => new()
    {
        Context = ContextMapper.Map(request.Context, caller, now),
        MessageId = request.Message?.MessageId ?? "",
        Message = request.Message?.Text,
        WrittenByAgent = request.Message?.Author == Wire.MessageAuthor.Agent,
        Untrusted = request.Untrusted.Count == 0 ? default : MapUntrusted(request),
        EstimatedOutputTokens = request.EstimatedOutputTokens,
    };

    private static UntrustedText[] MapUntrusted(Wire.CheckInputRequest request)
    {
        var texts = new UntrustedText[request.Untrusted.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = new UntrustedText(request.Untrusted[i].Id, (TextOrigin)request.Untrusted[i].Origin, request.Untrusted[i].Text);
        }

        return texts;
    }
}
