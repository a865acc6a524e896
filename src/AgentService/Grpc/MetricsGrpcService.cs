using AiDesk.Agent.V1;
using Grpc.Core;

namespace AiDesk.Agent.Grpc;

/// <summary>aidesk.agent.v1.MetricsService: what each call does stands in <see cref="Web.DeskOperations"/>.</summary>
internal sealed class MetricsGrpcService(OperationCalls calls) : MetricsService.MetricsServiceBase
{
    public override Task<GetDashboardResponse> GetDashboard(GetDashboardRequest request, ServerCallContext context) => calls.AnswerAsync<GetDashboardResponse>(request, context);

    public override Task<ListMetricRowsResponse> ListMetricRows(ListMetricRowsRequest request, ServerCallContext context) => calls.AnswerAsync<ListMetricRowsResponse>(request, context);
}
