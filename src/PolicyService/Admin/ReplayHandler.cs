using System.Text.Json;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Records.Reading;
using AiDesk.Policy.Service.Replay;
using AiDesk.Policy.Service.Security;
using AiDesk.Policy.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Policy.Service.Admin;

/// <summary>ReplayDecisions: a page of recorded decisions, made anew under a candidate.</summary>
internal sealed class ReplayHandler(AdminRecords records, PolicyFolder folder, PolicyVersions versions, ValueKeys keys)
{
    private const int DefaultPage = 500;

    public async Task<ReplayDecisionsResponse> HandleAsync(Caller caller, ReplayDecisionsRequest request, CancellationToken cancellationToken)
    {
        var (from, before) = AdminRules.Range(request.StartTime, request.EndTime);
        var size = AdminRules.PageSize(request.PageSize, DefaultPage);
        var candidate = CandidateOf(caller, request);
        var query = new RecordQuery { Tenant = caller.Principal.Tenant, From = from, Before = before, PageSize = size };
        var (page, next) = await records.PageAsync(query, "ReplayDecisions", request.PageToken, cancellationToken);
        var run = new ReplayRun(candidate);
        foreach (var record in page.Records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Add(record);
        }

        var response = new ReplayDecisionsResponse { Version = candidate.Version, Replayed = run.Replayed, NextPageToken = next };
        response.Flips.AddRange(run.Flips.Select(Map));
        response.NotReplayable.AddRange(run.NotReplayable.Select(cause => new NotReplayable { Cause = cause.Key, Count = cause.Value }));
        return response;
    }

    private PolicySnapshot CandidateOf(Caller caller, ReplayDecisionsRequest request)
    {
        AdminRules.Version(request.Version, "version", required: false);
        if (request.Version.Length > 0 && request.Documents.Count > 0)
        {
            throw RpcErrors.Invalid("version", "is given, and documents too");
        }

        var tenant = caller.Principal.Tenant;
        var inForce = caller.Snapshot;
        if (request.Documents.Count == 0 && (request.Version.Length == 0 || request.Version == inForce.Version))
        {
            return inForce;
        }

        var documents = request.Documents.Count > 0
            ? CandidateDocuments.Read(tenant, request.Documents, folder.Bases)
            : versions.Find(tenant, request.Version, inForce.Version) ?? throw RpcErrors.NotFound();
        var compilation = folder.Try(tenant, documents);
        return compilation.Snapshot is { } snapshot
            ? snapshot with { ValueKey = keys.For(tenant) }
            : throw PolicyFaults.Of(compilation);
    }

    private static DecisionFlip Map(Flip flip)
    {
        var wire = new DecisionFlip
        {
            DecisionId = flip.DecisionId.ToString(),
            EvaluationTime = Timestamp.FromDateTimeOffset(flip.Time),
            Rpc = flip.Rpc,
            Tool = flip.Tool,
            Before = Map(flip.Before),
            After = Map(flip.After),
        };
        wire.Assumed.AddRange(flip.Assumed);
        return wire;
    }

    private static ReplayedDecision Map(ReplayedSide side)
    {
        var wire = new ReplayedDecision
        {
            Verdict = RecordMapper.VerdictOf(side.Verdict),
            Reason = RecordMapper.ReasonOf(side.Reason),
            EnforcedVerdict = RecordMapper.VerdictOf(side.EnforcedVerdict),
        };
        if (side.Findings.ValueKind == JsonValueKind.Array)
        {
            wire.Findings.AddRange(side.Findings.EnumerateArray().Select(RecordMapper.Map));
        }

        return wire;
    }
}
