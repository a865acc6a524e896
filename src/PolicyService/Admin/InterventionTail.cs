using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Records.Reading;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace AiDesk.Policy.Service.Admin;

/// <summary>
/// ListInterventions: history, then what comes. The store is asked again and again, so that the interventions of every replica that shares it are seen. Files
/// are read from the place where the last reading ended; a database is asked for the last minute, and what was sent is left out.
/// </summary>
internal sealed class InterventionTail(AdminRecords records, StreamLimit limit, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const int DefaultHistory = 100;

    /// <summary>How often the store is asked.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after its time a decision may come into a database and still be seen.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

    public async Task RunAsync(
        Caller caller, ListInterventionsRequest request, IServerStreamWriter<ListInterventionsResponse> stream, CancellationToken cancellationToken)
    {
        var query = QueryOf(caller, request);
        using StreamLimit.Place? place = request.Follow ? limit.Enter(caller.Principal.Tenant) : null;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            var state = new TailState(await records.ReadAsync(query, ending.Token), query);
            await SendAsync(stream, state.History, ending.Token);
            while (request.Follow)
            {
                await Task.Delay(Interval, time, ending.Token);
                RefuseExpired(caller);
                await SendAsync(stream, await NewAsync(state, ending.Token), ending.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw RpcErrors.Unavailable("the service stops: open the stream again");
        }
    }

    private static RecordQuery QueryOf(Caller caller, ListInterventionsRequest request)
    {
        RequestRules.Bounded(request.Tool, "tool", RequestRules.MaxContextText);
        return new RecordQuery
        {
            Tenant = caller.Principal.Tenant,
            Kind = RecordKind.Interventions,
            From = AdminRules.Time(request.StartTime, "start_time"),
            Verdict = AdminRules.Verdict(request.Verdict),
            Tool = request.Tool,
            PageSize = AdminRules.PageSize(request.HistorySize, DefaultHistory, "history_size"),
        };
    }

    /// <summary>A token is verified when a stream opens, and must not outlive itself on it.</summary>
    private void RefuseExpired(Caller caller)
    {
        if (time.GetUtcNow() >= caller.Principal.ExpiresAt)
        {
            throw RpcErrors.Unauthenticated(ErrorReason.TokenExpired, "the token has expired", "expired");
        }
    }

    private async Task<IReadOnlyList<FoundRecord>> NewAsync(TailState state, CancellationToken cancellationToken)
    {
        var found = new List<FoundRecord>();
        var query = state.Next(Lateness);
        RecordPlace? newest = null;
        do
        {
            var page = await records.ReadAsync(query, cancellationToken);
            newest ??= page.Newest;
            found.AddRange(page.Records);
            query = query with { PageToken = page.NextPageToken };
        }
        while (query.PageToken.Length > 0);
        return state.Take(found, newest);
    }

    private static async Task SendAsync(IServerStreamWriter<ListInterventionsResponse> stream, IReadOnlyList<FoundRecord> found, CancellationToken cancellationToken)
    {
        foreach (var record in found)
        {
            await stream.WriteAsync(new ListInterventionsResponse { Decision = RecordMapper.Map(record) }, cancellationToken);
        }
    }
}
