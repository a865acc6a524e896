using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Google.Rpc;
using Grpc.Core;

namespace AiDesk.Policy.Service.Tests.Approvals;

/// <summary>What the tests of held calls ask of a running service.</summary>
internal static class ApprovalBench
{
    /// <summary>A Friday noon: within the active hours of <see cref="ApprovalPolicies.Desk"/>.</summary>
    public static ManualClock Friday() => new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public static async Task<CheckToolCallResponse> AskAsync(
        this RunningService service, string tool, string call = "c1", string arguments = "{}", Mode mode = Mode.Autopilot, string request = "") =>
        await service.Client.CheckToolCallAsync(
            new CheckToolCallRequest { Context = RunningService.Context(mode: mode), CallId = call, Tool = tool, ArgumentsJson = arguments, RequestId = request },
            service.Token());

    public static async Task<ResolveApprovalResponse> SayAsync(
        this RunningService service, string decision, ApprovalDecision word, string person = "maria", PrincipalRoles roles = PrincipalRoles.Approver, string note = "") =>
        await service.Client.ResolveApprovalAsync(
            new ResolveApprovalRequest { DecisionId = decision, Approval = word, Note = note }, service.Token(roles, subject: person));

    public static async Task<RedeemState> RedeemAsync(
        this RunningService service, string token, string tool, string request, string arguments = "{}", string call = "c1", string run = "r1") =>
        (await service.Client.RedeemDecisionAsync(
            new RedeemDecisionRequest { RequestId = request, DecisionToken = token, RunId = run, CallId = call, Tool = tool, ArgumentsJson = arguments }, service.Token())).State;

    /// <summary>The state of the answer, or the reason of the error.</summary>
    public static async Task<string> OutcomeAsync(Func<Task<ResolveApprovalResponse>> call)
    {
        try
        {
            return (await call()).State.ToString();
        }
        catch (RpcException fault)
        {
            var info = fault.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
            return info.Metadata.TryGetValue("state", out var state) ? $"{info.Reason} {state}" : info.Reason;
        }
    }
}
