using System.Text.Json.Nodes;
using AiDesk.Agent.Graph.Prompting;
using AiDesk.Agent.Graph.Steps;

namespace AiDesk.Agent.Graph.Nodes;

/// <summary>Asks the model for a reply or for tools. The model runs nothing.</summary>
internal sealed class VendorNode(ModelCaller model, PromptWriter prompts, GraphLimits limits) : IGraphNode
{
    public GraphMove Move => GraphMove.Vendor;

    public async Task<IReadOnlyList<IStepBody>> RunAsync(GraphState state, RunContext context, CancellationToken cancellationToken)
    {
        if (state.Turns.Count(turn => turn.Calls.Length > 0) >= limits.Rounds || state.Calls.Count() >= limits.ToolCalls)
        {
            return [Endings.HandOver(state, RunOutcomes.ToolLoop)];
        }

        var offers = await context.OffersAsync(cancellationToken).ConfigureAwait(false);
        var asked = await model.AskAsync(state, context, prompts.ForVendor(state, offers), cancellationToken).ConfigureAwait(false);
        return asked.Answer is { } answer ? Read(state, answer) : [asked.End!];
    }

    private static IReadOnlyList<IStepBody> Read(GraphState state, ModelAnswer answer)
    {
        var (reply, intent) = ReplyText.Read(answer.Text);
        var replies = answer.Calls.Where(call => call.Tool == "send_message").ToList();
        var transfers = answer.Calls.Any(call => call.Tool == "transfer_to_human");
        var calls = CallNaming.Name(state, answer.Calls.Where(call => call.Tool is not ("send_message" or "transfer_to_human")));

        // The first reply counts: a run has one.
        if (replies.Count > 0 && TryReadReply(replies[0].Arguments, out var text, out var said))
        {
            reply = text;
            intent = said.Length > 0 ? said : intent;
        }
        else if (calls.Count > 0)
        {
            reply = ""; // what a model says while it asks for tools is no reply
        }

        var answered = new ModelAnswered(reply, intent, calls, answer.OutputTokens);
        if (transfers)
        {
            return [answered with { Calls = [] }, Endings.HandOver(state, RunOutcomes.Requested)];
        }

        return reply.Length == 0 && calls.Count == 0
            ? [answered, Endings.HandOver(state, replies.Count > 0 ? RunOutcomes.ModelMalformed : RunOutcomes.NoReply)]
            : [answered];
    }

    private static bool TryReadReply(string arguments, out string text, out string intent)
    {
        text = intent = "";
        if (JsonArguments.TryParse(arguments) is not { } read || read["text"] is not JsonValue value || !value.TryGetValue<string>(out var said))
        {
            return false;
        }

        text = said.Trim();
        intent = read["intent"] is JsonValue named && named.TryGetValue<string>(out var name) ? ReplyText.CleanIntent(name) : "";
        return text.Length > 0;
    }
}
