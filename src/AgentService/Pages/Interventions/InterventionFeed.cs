using AiDesk.Agent.Policy;
using AiDesk.Agent.Tenants;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;
using ErrorReason = AiDesk.Agent.V1.ErrorReason;

namespace AiDesk.Agent.Pages.Interventions;

/// <summary>
/// Interventions of the caller's tenant, asked of the policy service. Its administration is for admins, and the desk asks in its own name, with the tenant of
/// the caller's verified token; who of the staff sees what of the answer, <see cref="InterventionReading"/> decides. When the service does not answer, the
/// page says so and the rest of the site works.
/// </summary>
internal sealed class InterventionFeed(PolicyConnection policy)
{
    private const int PageSize = 25;

    /// <summary>A record with captured texts may have half a mebibyte, and an answer four: then fewer fit.</summary>
    private const int SmallPageSize = 5;

    /// <summary>The page, or why there is none now. Throws <see cref="DeskException"/>: PAGE_TOKEN_INVALID, FIELD_INVALID.</summary>
    public async Task<(IReadOnlyList<DecisionRecord> Found, string Next, string Problem)> ReadAsync(DeskCaller caller, ListDecisionsRequest request, CancellationToken cancellationToken)
    {
        request.InterventionsOnly = true;
        request.PageSize = PageSize;
        try
        {
            ListDecisionsResponse answer;
            try
            {
                answer = await AskAsync(caller, request, cancellationToken).ConfigureAwait(false);
            }
            catch (RpcException fault) when (fault.StatusCode == StatusCode.ResourceExhausted)
            {
                request.PageSize = SmallPageSize;
                answer = await AskAsync(caller, request, cancellationToken).ConfigureAwait(false);
            }

            return (answer.Decisions, answer.NextPageToken, "");
        }
        catch (RpcException fault) when (fault.StatusCode == StatusCode.InvalidArgument)
        {
            throw request.PageToken.Length > 0 ? new DeskException(ErrorReason.PageTokenInvalid, "page is none that this feed gave") : DeskException.Invalid("filter", fault.Status.Detail);
        }
        catch (RpcException fault) when (!cancellationToken.IsCancellationRequested)
        {
            return ([], "", fault.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied ? "interventions.refused"
                : fault.StatusCode == StatusCode.ResourceExhausted ? "interventions.busy"
                : "interventions.unavailable");
        }
    }

    private async Task<ListDecisionsResponse> AskAsync(DeskCaller caller, ListDecisionsRequest request, CancellationToken cancellationToken) =>
        await policy.Admin.ListDecisionsAsync(request, policy.For(caller.Tenant, "desk", PrincipalRoles.Admin, cancellationToken)).ResponseAsync.ConfigureAwait(false);
}
