using System.Text.Json;
using AiDesk.Client.Calls;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Chat;

/// <summary>A tool that asks before it runs, and gives what the model may see.</summary>
internal sealed class GuardedFunction(AIFunction inner, ChatPolicy policy) : DelegatingAIFunction(inner)
{
    /// <summary>The tool itself, unasked: for whoever has asked.</summary>
    public AIFunction Inner => InnerFunction;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var turn = new Turn(policy, policy.Current(), cancellationToken);
        var json = ToolJson.OfArguments(arguments, JsonSerializerOptions);
        var known = policy.Client.Book.Take(turn.Context.RunId, Name, json) ?? await turn.CheckCallAsync(Rpcs.NewId(), Name, json).ConfigureAwait(false);
        return await RunAsync(InnerFunction, known, turn, arguments).ConfigureAwait(false);
    }

    /// <summary>Runs a call that was decided on; what the model may see of it.</summary>
    public static async Task<JsonElement> RunAsync(AIFunction tool, KnownCall known, Turn turn, AIFunctionArguments? given = null)
    {
        var call = new ToolCall { Context = turn.Context, CallId = known.CallId, Tool = known.Tool, Checked = known.Check, OnUnsettled = turn.Policy.OnUnsettled };
        var outcome = await turn.Client.RunToolAsync(
            call,
            async (arguments, cancellation) =>
            {
                var named = new AIFunctionArguments(ToolJson.ToArguments(arguments.GetRawText()), StringComparer.Ordinal) { Services = given?.Services, Context = given?.Context };
                return ToolJson.OfOutput(await tool.InvokeAsync(named, cancellation).ConfigureAwait(false), tool.JsonSerializerOptions);
            },
            turn.CancellationToken).ConfigureAwait(false);
        var seen = outcome.Kind switch
        {
            ToolOutcomeKind.Done => ToolJson.OfOutput(outcome.SanitizedJson),
            ToolOutcomeKind.Failed => JsonSerializer.SerializeToElement(outcome.ErrorText),
            _ => Refusals.ForModel(outcome.Decision, outcome.Kind == ToolOutcomeKind.Held, turn.Context.Locale),
        };
        turn.Client.Book.KeepFiltered(turn.Context.RunId, ToolJson.OfOutput(seen).GetRawText(), seen.GetRawText());
        return seen;
    }
}
