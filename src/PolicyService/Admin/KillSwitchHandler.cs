using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Admin;

/// <summary>SetKillSwitch: the switch is one of the counters, read in every decision's own script, so that no replica can miss it.</summary>
internal sealed class KillSwitchHandler(ICounterStore counters, AdminActs acts)
{
    public async Task<SetKillSwitchResponse> SetAsync(Caller caller, SetKillSwitchRequest request, CancellationToken cancellationToken)
    {
        if (request.State is not (SwitchState.Frozen or SwitchState.Thawed))
        {
            throw RpcErrors.UnknownEnum("state", (int)request.State);
        }

        RequestRules.Bounded(request.Note, "note", RequestRules.MaxNote);
        var target = request.State == SwitchState.Frozen ? "frozen" : "thawed";
        try
        {
            await counters.SetKillSwitchAsync(caller.Principal.Tenant, request.State == SwitchState.Frozen, cancellationToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or ScriptFaultException or IOException or UnauthorizedAccessException)
        {
            acts.Record(caller, "set_kill_switch", "failed", target, request.Note);
            throw RpcErrors.Unavailable("the switch could not be set everywhere: set it again");
        }

        acts.Record(caller, "set_kill_switch", "done", target, request.Note);
        return new SetKillSwitchResponse { State = request.State };
    }
}
