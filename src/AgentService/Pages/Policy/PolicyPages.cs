using AiDesk.Agent.Approvals;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Tenants;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Policy;

/// <summary>The tenant's policy, what it was before, and what a candidate would change. Of administrators only.</summary>
internal static class PolicyPages
{
    private const int NoteLimit = 2_000;

    public static PageRoute[] Routes { get; } =
    [
        PageRoute.Get("/policy", PrincipalRoles.Admin, ShowAsync),
        PageRoute.Post("/policy/candidate", PrincipalRoles.Admin, TryAsync),
        PageRoute.Post("/policy/put", PrincipalRoles.Admin, PutAsync),
    ];

    private static Task<PageAnswer> ShowAsync(PageRequest request) => AnswerAsync(request, null, "", StatusCodes.Status200OK);

    private static async Task<PageAnswer> TryAsync(PageRequest request)
    {
        var text = request.Form("policy");
        try
        {
            var candidate = await CandidateAsync(request, text).ConfigureAwait(false);
            return await AnswerAsync(request, candidate, text, candidate.Errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK).ConfigureAwait(false);
        }
        catch (RpcException fault) when (IsAway(fault))
        {
            return View(request, PolicyModel.Away(text), StatusCodes.Status200OK);
        }
    }

    /// <summary>Checked once more under the version that the person saw: what came into force meanwhile is never overwritten unseen.</summary>
    private static async Task<PageAnswer> PutAsync(PageRequest request)
    {
        var text = request.Form("policy");
        if (request.Form("sure") != "yes")
        {
            throw DeskException.Required("sure");
        }

        if (request.Form("note").Length > NoteLimit)
        {
            throw DeskException.Invalid("note", "has more than 2,000 characters");
        }

        try
        {
            var desk = request.Get<PolicyDesk>();
            var inForce = await desk.GetAsync(request.Caller, "", request.Aborted).ConfigureAwait(false);
            await desk.PutAsync(request.Caller, PolicyView.With(inForce, text), request.Form("expected"), request.Form("note"), request.Aborted).ConfigureAwait(false);
            return PageAnswer.Redirect("/policy", "policyPut");
        }
        catch (RpcException fault) when (PolicyErrors.ReasonOf(fault) is "POLICY_VERSION_CHANGED" or "POLICY_INVALID" or "POLICY_READ_ONLY")
        {
            var candidate = await CandidateAsync(request, text).ConfigureAwait(false);
            return await AnswerAsync(request, candidate with { Conflict = "policy.put." + PolicyErrors.ReasonOf(fault) }, text, StatusCodes.Status409Conflict).ConfigureAwait(false);
        }
    }

    /// <summary>What is wrong with it, and what it would have decided. Prompts are those in force.</summary>
    private static async Task<CandidateResult> CandidateAsync(PageRequest request, string text)
    {
        var desk = request.Get<PolicyDesk>();
        var inForce = await desk.GetAsync(request.Caller, "", request.Aborted).ConfigureAwait(false);
        var documents = PolicyView.With(inForce, text);
        var checkedText = await desk.ValidateAsync(request.Caller, documents, request.Aborted).ConfigureAwait(false);
        var replay = checkedText.Errors.Count > 0 ? null : await ReplayAsync(request, documents).ConfigureAwait(false);
        return new CandidateResult(checkedText.Version, PolicyView.Problems(checkedText.Errors), PolicyView.Problems(checkedText.Warnings), replay);
    }

    /// <summary>Null where no records are kept that could be read.</summary>
    private static async Task<ReplayResult?> ReplayAsync(PageRequest request, IReadOnlyList<PolicyDocument> documents)
    {
        try
        {
            return PolicyView.Of(await request.Get<PolicyDesk>().ReplayAsync(request.Caller, documents, request.Aborted).ConfigureAwait(false));
        }
        catch (RpcException fault) when (fault.StatusCode is StatusCode.FailedPrecondition or StatusCode.Unimplemented || IsAway(fault))
        {
            return null;
        }
    }

    private static async Task<PageAnswer> AnswerAsync(PageRequest request, CandidateResult? candidate, string text, int status)
    {
        var desk = request.Get<PolicyDesk>();
        try
        {
            var versions = await desk.VersionsAsync(request.Caller, request.Query("page"), request.Aborted).ConfigureAwait(false);
            var shown = await desk.GetAsync(request.Caller, request.Query("version"), request.Aborted).ConfigureAwait(false);
            var inForce = shown.InForce ? shown : await desk.GetAsync(request.Caller, "", request.Aborted).ConfigureAwait(false);
            return View(
                request,
                new PolicyModel(
                    false, PolicyView.Of(shown, versions.Versions), inForce.Version, [.. versions.Versions.Select(PolicyView.Of)], versions.NextPageToken, request.Query("page").Length > 0,
                    shown.Source == PolicySource.Store, candidate, candidate is null ? PolicyView.TextOf(shown) : text),
                status);
        }
        catch (RpcException fault) when (IsAway(fault))
        {
            return View(request, PolicyModel.Away(text), StatusCodes.Status200OK);
        }
        catch (RpcException fault) when (fault.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            // A version that nobody has, or a page of the list that is no more.
            throw DeskException.NotFound();
        }
    }

    private static PageAnswer View(PageRequest request, PolicyModel model, int status) => PageAnswer.View<PolicyPage, PolicyModel>(request.Frame["nav.policy"], model, status);

    private static bool IsAway(RpcException fault) => fault.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Internal;
}
