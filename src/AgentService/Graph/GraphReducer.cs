using System.Collections.Immutable;
using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Runs;

namespace AiDesk.Agent.Graph;

/// <summary>Makes the next state from a step, and nothing else does. Pure: the same steps give the same state, after a crash and after an approval.</summary>
internal static class GraphReducer
{
    /// <summary>The state that the steps of earlier attempts lead to.</summary>
    public static GraphState Restore(ClaimedRun run, RunInput input, string language) =>
        input.Steps.Aggregate(new GraphState { Run = run, Input = input, Language = language }, (state, step) => Reduce(state, StepCodec.Read(step)));

    public static GraphState Reduce(GraphState state, IStepBody step)
    {
        var next = state with { Ordinal = state.Ordinal + 1 };
        return step switch
        {
            KnowledgeFound found => next with { HasSearched = true, Knowledge = [.. found.Hits] },
            ModelAnswered answered => TakeAnswer(next, answered),
            ToolAnswered tool => TakeTool(next, tool),
            CallResolved resolved => TakeResolution(next, resolved),
            DraftObserved observed => next with
            {
                IsObserved = true,
                Problems = [.. observed.Problems],
                ModelCalls = next.ModelCalls + (observed.AskedModel ? 1 : 0),
                OutputTokens = next.OutputTokens + observed.OutputTokens,
            },
            DraftRewritten rewritten => next with
            {
                Draft = rewritten.Text,
                IsObserved = false,
                Problems = [],
                Rewrites = next.Rewrites + 1,
                ModelCalls = next.ModelCalls + (rewritten.AskedModel ? 1 : 0),
                OutputTokens = next.OutputTokens + rewritten.OutputTokens,
            },
            DraftGuarded guarded => next with { Guarded = guarded },
            RunEnded ended => next with { End = ended },
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };
    }

    private static GraphState TakeAnswer(GraphState state, ModelAnswered answered)
    {
        var calls = answered.Calls.Select(call => new ToolCallState(call.CallId, call.Tool, call.Arguments)).ToImmutableArray();
        return state with
        {
            Turns = state.Turns.Add(new ModelTurn(answered.Text, calls)),
            Draft = answered.Text,
            Intent = answered.Intent.Length > 0 ? answered.Intent : state.Intent,
            IsObserved = false,
            ModelCalls = state.ModelCalls + 1,
            OutputTokens = state.OutputTokens + answered.OutputTokens,
        };
    }

    private static GraphState TakeTool(GraphState state, ToolAnswered tool) =>
        Change(state, tool.CallId, call => call with { Status = tool.Status, Text = tool.Text, Canonical = tool.Arguments, Held = tool.Held }) with
        {
            Faults = state.Faults + (tool.IsFault ? 1 : 0),
        };

    // A resolution comes once; one for a call that is not held changes nothing, so that a repeated one executes nothing.
    private static GraphState TakeResolution(GraphState state, CallResolved resolved) => Change(state, resolved.CallId, call => call.Status != ToolStatus.Held
        ? call
        : resolved.Resolution == "approved"
            ? call with { Status = ToolStatus.Approved, Canonical = resolved.CanonicalArguments, DecisionToken = resolved.DecisionToken, ReservationId = resolved.ReservationId }
            : call with { Status = ToolStatus.Refused, Text = ToolTexts.Refused(resolved.Resolution) });

    private static GraphState Change(GraphState state, string callId, Func<ToolCallState, ToolCallState> change) => state with
    {
        Turns = [.. state.Turns.Select(turn => turn with { Calls = [.. turn.Calls.Select(call => call.CallId == callId ? change(call) : call)] })],
    };
}
