using System.Diagnostics;
using Grpc.Core;

namespace AiDesk.Client.Calls;

/// <summary>Headers of one call: the bearer token, and the trace that is active, so that the service's spans join it.</summary>
internal static class TraceHeaders
{
    public static Metadata Of(string token)
    {
        var metadata = new Metadata();
        if (token.Length > 0)
        {
            metadata.Add("authorization", "Bearer " + token);
        }

        if (Activity.Current is { } activity)
        {
            DistributedContextPropagator.Current.Inject(activity, metadata, static (carrier, name, value) => ((Metadata)carrier!).Add(name.ToLowerInvariant(), value));
        }

        return metadata;
    }
}
