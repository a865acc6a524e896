using System.Diagnostics;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Replay;
using Google.Protobuf.Collections;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>CheckToolCall: before a tool runs.</summary>
internal sealed class CheckToolCallHandler(CheckPipeline pipeline, DecisionClosing closing, ToolCallGrants grants, EvaluationPool pool)
{
    public async ValueTask<Wire.CheckToolCallResponse> HandleAsync(Caller caller, Wire.CheckToolCallRequest request, CancellationToken cancellationToken)
    {
        Validate(request);
        var started = Stopwatch.GetTimestamp();
        using var lease = pool.Rent();
        var work = lease.Work;
        CheckTimes.WatchIf(request.Context.Explain, work);
        var check = Map(caller, request, pipeline.Now);
        var key = RequestKey.Of(request.RequestId, ToolCallSteps.Rpc, caller, request);
        var snapshot = await pipeline.RunAsync<ToolCallCheck, ToolCallSteps>(caller, check, key, work, cancellationToken);
        var held = grants.HoldIfAsked(caller, snapshot, check, work);
        var grant = grants.GrantIfAllowed(caller, check, work);
        var reservation = await closing.CloseAsync(
            DecisionFacts.Of(caller, snapshot, RecordedRpc.CheckToolCall, check.Context, started) with
            {
                RequestId = request.RequestId,
                CallId = check.CallId,
                Tool = check.Tool,
                Subject = work.Subject,
                EstimatedCost = check.EstimatedCost,
                Text = request.ArgumentsJson,
                Input = snapshot.Records.Capture == CaptureRule.None ? null : new CapturedCheck { ToolCall = check },
            },
            work);
        if (held is not null)
        {
            grants.Announce(held, work);
        }

        var response = new Wire.CheckToolCallResponse
        {
            Decision = DecisionMapper.Map(snapshot, check.Context.Language, work, default),
            Risk = (Wire.Risk)work.Risk,
            CanonicalArgumentsJson = Encoding.UTF8.GetString(work.Json.WrittenSpan),
            Reservation = reservation,
        };
        LimitStates.AddTo(response.Limits, work);
        if (grant is { } given && work.Decision.Verdict.LetsGoOn())
        {
            response.DecisionToken = given.Token;
            response.DecisionTokenExpiry = Times.FromUnix(given.Expiry);
        }
        else if (work.Decision.Verdict is Verdict.RequireApproval or Verdict.Escalate)
        {
            response.ApprovalExpiry = Times.FromUnix(work.Decision.EvaluatedAt.ToUnixTimeMilliseconds() + snapshot.ApprovalExpiryMs);
        }

        return response;
    }

    private static void Validate(Wire.CheckToolCallRequest request)
    {
        RequestRules.Check(request.Context, needsRun: true);
        RequestRules.Required(request.CallId, "call_id", RequestRules.MaxContextText);
        RequestRules.Required(request.Tool, "tool", RequestRules.MaxContextText);
        RequestRules.Bounded(request.Subject, "subject", RequestRules.MaxContextText);
        RequestRules.Bounded(request.ArgumentsJson, "arguments_json", RequestRules.MaxArgumentBytes);
        RequestRules.Amounts(request.EstimatedCost, "estimated_cost");
        if (request.DeclaredRisk is < Wire.Risk.Unspecified or > Wire.Risk.Critical)
        {
            throw RpcErrors.UnknownEnum("declared_risk", (int)request.DeclaredRisk);
        }
    }

    private static ToolCallCheck Map(Caller caller, Wire.CheckToolCallRequest request, DateTimeOffset now) => new()
    {
        Context = ContextMapper.Map(request.Context, caller, now),
        CallId = request.CallId,
        Tool = request.Tool,
        Arguments = Encoding.UTF8.GetBytes(request.ArgumentsJson),
        DeclaredRisk = (RiskLevel)request.DeclaredRisk,
        EstimatedCost = MapCost(request.EstimatedCost),
        Subject = request.Subject,
    };

    private static Amount[] MapCost(RepeatedField<Wire.Amount> cost)
    {
        if (cost.Count == 0)
        {
            return [];
        }

        var amounts = new Amount[cost.Count];
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = new Amount(cost[i].Unit, cost[i].Value);
        }

        return amounts;
    }
}
