using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Records;

namespace AiDesk.Policy.Service.Admin;

/// <summary>
/// Puts administrators' acts on record (docs/records.md, "events"). An act that was done and cannot be recorded is told so; all of them may be done again
/// without harm, and are recorded then.
/// </summary>
internal sealed class AdminActs(DecisionRecorder recorder, TimeProvider time)
{
    /// <param name="caller">Who did it.</param>
    /// <param name="act">As <c>put_policy</c>.</param>
    /// <param name="state">How it ended: <c>done</c>, <c>unchanged</c>, <c>refused</c>, <c>failed</c>.</param>
    /// <param name="target">What it was done to: a version, a session; empty for the whole desk.</param>
    /// <param name="note">Why, as the person said.</param>
    public void Record(Caller caller, string act, string state, string target, string note)
    {
        var recorded = recorder.Record(new EventFacts
        {
            Type = "admin",
            Tenant = caller.Principal.Tenant,
            Time = time.GetUtcNow(),
            Principal = caller.Principal.Subject,
            State = state,
            Kind = act,
            Target = target,
            Tool = "",
            Note = note,
            Detail = "",
        });
        if (!recorded)
        {
            throw RpcErrors.Unavailable($"{act}: {state}, and it could not be recorded: ask again");
        }
    }
}
