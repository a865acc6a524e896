using System.Diagnostics;
using AiDesk.Policy.Decisions;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Policy.Service.Observability;

/// <summary>
/// One span for each RPC, child of the caller's (W3C <c>traceparent</c>). It says what was decided and about which tenant, and holds no text of a person. Nothing
/// is made when nobody listens.
/// </summary>
internal static class RpcTracing
{
    public const string SourceName = "AiDesk.Policy";

    /// <summary>Where the checks are.</summary>
    private const string Service = "aidesk.policy.v1.PolicyService";

    private static readonly ActivitySource Source = new(SourceName);

    /// <param name="http">The request; its headers name the parent.</param>
    /// <param name="method">The RPC's path, also of a call over REST.</param>
    /// <param name="rpc">The RPC's name.</param>
    public static Activity? Start(HttpContext http, string method, string rpc)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        // Several of them, or one that is none, is no parent.
        var headers = http.Request.Headers;
        var parsed = ActivityContext.TryParse(headers.TraceParent.Count == 1 ? headers.TraceParent[0] : null, headers.TraceState, isRemote: true, out var parent);
        var span = parsed ? Source.StartActivity(rpc, ActivityKind.Server, parent) : StartRoot(rpc);
        var isGrpc = http.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
        return span?.SetTag("rpc.system", isGrpc ? "grpc" : "http_json").SetTag("rpc.service", method.LastIndexOf('/') is > 1 and var end ? method[1..end] : "").SetTag("rpc.method", rpc);
    }

    /// <summary>The span of one check of a stream, child of the stream's.</summary>
    public static Activity? StartCheck(string rpc) =>
        Source.HasListeners()
            ? Source.StartActivity(rpc, ActivityKind.Server)?.SetTag("rpc.system", "grpc").SetTag("rpc.service", Service).SetTag("rpc.method", rpc)
            : null;

    /// <summary>A decision was closed in the span of its call.</summary>
    public static void Decided(string tenant, string policyVersion, Decision decision)
    {
        if (Source.HasListeners() && Activity.Current is { } span && ReferenceEquals(span.Source, Source))
        {
            span.SetTag("aidesk.tenant", tenant)
                .SetTag("aidesk.decision_id", decision.Id.ToString())
                .SetTag("aidesk.verdict", DecisionLabels.Of(decision.Verdict))
                .SetTag("aidesk.reason", DecisionLabels.Of(decision.Reason))
                .SetTag("aidesk.degraded", decision.Degraded)
                .SetTag("aidesk.policy_version", policyVersion);
        }
    }

    public static void Ended(Activity? span, StatusCode code)
    {
        if (span is not null)
        {
            span.SetTag("rpc.grpc.status_code", (int)code);
            if (code is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }

            span.Dispose();
        }
    }

    private static Activity? StartRoot(string rpc)
    {
        // Whatever is current here is Kestrel's, not the caller's.
        Activity.Current = null;
        return Source.StartActivity(rpc, ActivityKind.Server);
    }
}
