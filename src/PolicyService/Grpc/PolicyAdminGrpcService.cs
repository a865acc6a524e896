using AiDesk.Policy.Service.Admin;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Grpc;

/// <summary>PolicyAdminService on the wire: each RPC goes to its handler with the caller that <see cref="CallerInterceptor"/> verified.</summary>
internal sealed class PolicyAdminGrpcService(
    PolicyReading reading,
    PolicyWriting writing,
    ReplayHandler replay,
    DecisionListing decisions,
    InterventionTail interventions,
    UsageHandler usage,
    StrikesHandler strikes,
    KillSwitchHandler killSwitch) : PolicyAdminService.PolicyAdminServiceBase
{
    public override Task<GetPolicyResponse> GetPolicy(GetPolicyRequest request, ServerCallContext context) => Task.FromResult(reading.Get(CallerOf(context), request));

    public override Task<ValidatePolicyResponse> ValidatePolicy(ValidatePolicyRequest request, ServerCallContext context) =>
        Task.FromResult(reading.Validate(CallerOf(context), request));

    public override Task<PutPolicyResponse> PutPolicy(PutPolicyRequest request, ServerCallContext context) =>
        writing.PutAsync(CallerOf(context), request, context.CancellationToken);

    public override Task<ListPolicyVersionsResponse> ListPolicyVersions(ListPolicyVersionsRequest request, ServerCallContext context) =>
        Task.FromResult(reading.List(CallerOf(context), request));

    public override Task<RollbackPolicyResponse> RollbackPolicy(RollbackPolicyRequest request, ServerCallContext context) =>
        writing.RollbackAsync(CallerOf(context), request, context.CancellationToken);

    public override Task<ReplayDecisionsResponse> ReplayDecisions(ReplayDecisionsRequest request, ServerCallContext context) =>
        replay.HandleAsync(CallerOf(context), request, context.CancellationToken);

    public override Task<ListDecisionsResponse> ListDecisions(ListDecisionsRequest request, ServerCallContext context) =>
        decisions.HandleAsync(CallerOf(context), request, context.CancellationToken);

    public override Task ListInterventions(ListInterventionsRequest request, IServerStreamWriter<ListInterventionsResponse> responseStream, ServerCallContext context) =>
        interventions.RunAsync(CallerOf(context), request, responseStream, context.CancellationToken);

    public override Task<GetUsageResponse> GetUsage(GetUsageRequest request, ServerCallContext context) =>
        usage.HandleAsync(CallerOf(context), request, context.CancellationToken);

    public override Task<GetStrikesResponse> GetStrikes(GetStrikesRequest request, ServerCallContext context) =>
        strikes.GetAsync(CallerOf(context), request, context.CancellationToken);

    public override Task<ResetStrikesResponse> ResetStrikes(ResetStrikesRequest request, ServerCallContext context) =>
        strikes.ResetAsync(CallerOf(context), request, context.CancellationToken);

    public override Task<SetKillSwitchResponse> SetKillSwitch(SetKillSwitchRequest request, ServerCallContext context) =>
        killSwitch.SetAsync(CallerOf(context), request, context.CancellationToken);

    private static Caller CallerOf(ServerCallContext context) =>
        context.GetHttpContext().Features.Get<Caller>() ?? throw new InvalidOperationException("a method was reached without a verified caller");
}
