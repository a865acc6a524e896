using System.Collections.Immutable;
using System.Globalization;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Policies.Store;
using AiDesk.Policy.Service.Security;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Admin;

/// <summary>GetPolicy, ValidatePolicy, ListPolicyVersions: nothing changes.</summary>
internal sealed class PolicyReading(PolicyFolder folder, PolicyVersions versions, PageTokens pages, IServiceProvider services)
{
    private const int MostProblems = 1000;
    private const int DefaultPage = 50;
    private const string ListCall = "ListPolicyVersions";

    // Not there with AIDESK_POLICY_SOURCE=files.
    private readonly PolicyStore? _store = services.GetService<PolicyStore>();

    public Wire.GetPolicyResponse Get(Caller caller, Wire.GetPolicyRequest request)
    {
        AdminRules.Version(request.Version, "version", required: false);
        var tenant = caller.Principal.Tenant;
        var inForce = caller.Snapshot.Version;
        var version = request.Version.Length == 0 ? inForce : request.Version;
        var documents = versions.Find(tenant, version, inForce) ?? throw RpcErrors.NotFound();
        var response = new Wire.GetPolicyResponse
        {
            Version = version,
            InForce = version == inForce,
            Source = _store is null ? Wire.PolicySource.Files : Wire.PolicySource.Store,
        };
        response.Documents.AddRange(documents.OrderBy(document => document.Key, StringComparer.Ordinal)
            .Select(document => new Wire.PolicyDocument { Path = CandidateDocuments.ShownPath(tenant, document.Key), Text = document.Value }));
        if (response.InForce && folder.States.TryGetValue(tenant, out var state))
        {
            Add(response.Errors, state.Errors);
            Add(response.Warnings, state.Warnings);
            response.ReadTime = Timestamp.FromDateTimeOffset(state.ReadAt);
        }

        return response;
    }

    public Wire.ValidatePolicyResponse Validate(Caller caller, Wire.ValidatePolicyRequest request)
    {
        var tenant = caller.Principal.Tenant;
        var compilation = folder.Try(tenant, CandidateDocuments.Read(tenant, request.Documents, folder.Bases));
        var response = new Wire.ValidatePolicyResponse { Version = compilation.Snapshot?.Version ?? "" };
        Add(response.Errors, compilation.Errors);
        Add(response.Warnings, compilation.Warnings);
        return response;
    }

    public Wire.ListPolicyVersionsResponse List(Caller caller, Wire.ListPolicyVersionsRequest request)
    {
        var size = AdminRules.PageSize(request.PageSize, DefaultPage);
        var tenant = caller.Principal.Tenant;
        var place = pages.Read(tenant, ListCall, request.PageToken);
        var response = new Wire.ListPolicyVersionsResponse();
        if (versions.Index(tenant) is not { Count: > 0 } entries)
        {
            return response;
        }

        var below = place.Length == 0 ? long.MaxValue : long.Parse(place, CultureInfo.InvariantCulture);
        var page = entries.Reverse().Where(entry => entry.Sequence < below).Take(size + 1).ToList();
        foreach (var entry in page.Take(size))
        {
            response.Versions.Add(new Wire.PolicyVersion
            {
                Sequence = entry.Sequence,
                Version = entry.Version,
                Origin = (Wire.PolicyVersionOrigin)entry.Origin,
                CreateTime = Timestamp.FromDateTimeOffset(entry.Time),
                Author = entry.Author,
                Note = entry.Note,
                InForce = entry.Sequence == entries.Count,
            });
        }

        response.NextPageToken = page.Count > size ? pages.Create(tenant, ListCall, page[size - 1].Sequence.ToString(CultureInfo.InvariantCulture)) : "";
        return response;
    }

    public static void Add(Google.Protobuf.Collections.RepeatedField<Wire.PolicyProblem> wire, ImmutableArray<PolicyError> problems) =>
        wire.AddRange(problems.Take(MostProblems).Select(problem => new Wire.PolicyProblem
        {
            File = problem.File,
            Line = problem.Line,
            Column = problem.Column,
            Path = problem.Path,
            Problem = problem.Problem,
        }));
}
