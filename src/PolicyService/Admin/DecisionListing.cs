using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Records.Reading;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Admin;

/// <summary>ListDecisions.</summary>
internal sealed class DecisionListing(AdminRecords records)
{
    private const int DefaultPage = 50;

    public async Task<Wire.ListDecisionsResponse> HandleAsync(Caller caller, Wire.ListDecisionsRequest request, CancellationToken cancellationToken)
    {
        var (from, before) = AdminRules.Range(request.StartTime, request.EndTime);
        RequestRules.Bounded(request.SessionId, "session_id", RequestRules.MaxContextText);
        RequestRules.Bounded(request.RunId, "run_id", RequestRules.MaxContextText);
        RequestRules.Bounded(request.Tool, "tool", RequestRules.MaxContextText);
        var query = new RecordQuery
        {
            Tenant = caller.Principal.Tenant,
            Kind = request.InterventionsOnly ? RecordKind.Interventions : RecordKind.Decisions,
            From = from,
            Before = before,
            Verdict = AdminRules.Verdict(request.Verdict),
            Reason = AdminRules.Reason(request.Reason),
            SessionId = request.SessionId,
            RunId = request.RunId,
            Tool = request.Tool,
            DecisionId = AdminRules.DecisionId(request.DecisionId),
            PageSize = AdminRules.PageSize(request.PageSize, DefaultPage),
        };
        var (page, next) = await records.PageAsync(query, "ListDecisions", request.PageToken, cancellationToken);
        var response = new Wire.ListDecisionsResponse { NextPageToken = next };
        response.Decisions.AddRange(page.Records.Select(RecordMapper.Map));
        return response;
    }
}
