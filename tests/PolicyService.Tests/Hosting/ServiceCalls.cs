using System.Net;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Tests.Hosting;

/// <summary>What tests of a whole service ask it, whatever it keeps its counters and records in.</summary>
internal static class ServiceCalls
{
    public static Metadata AdminToken(this RunningService service, string tenant = RunningService.Tenant) => service.Token(PrincipalRoles.Admin, tenant, "ada");

    /// <summary>A customer's message with an id of its own.</summary>
    public static async Task<Decision> SayAsync(this RunningService service, string text, string session = "s1", Mode mode = Mode.Copilot, string user = "u1", string run = "") =>
        (await service.Client.CheckInputAsync(
            new CheckInputRequest
            {
                Context = new CallContext { SessionId = session, UserId = user, Mode = mode, RunId = run },
                Message = new InputMessage { MessageId = Guid.NewGuid().ToString(), Author = MessageAuthor.Customer, Text = text },
            },
            service.Token())).Decision;

    /// <summary>A call without arguments and with an id of its own.</summary>
    public static async Task<Decision> UseAsync(this RunningService service, string tool, Mode mode = Mode.Copilot, string run = "r1") =>
        (await service.Client.CheckToolCallAsync(
            new CheckToolCallRequest { Context = new CallContext { SessionId = "s1", RunId = run, Mode = mode }, CallId = Guid.NewGuid().ToString(), Tool = tool, ArgumentsJson = "{}" },
            service.Token())).Decision;

    public static async Task<(HttpStatusCode Status, string Text)> ReadinessAsync(this RunningService service)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(service.HttpAddress, "readyz"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Records reach their store off the path: asked until it is there.</summary>
    public static async Task<DecisionRecord> RecordedAsync(this RunningService service, string decision, string tenant = RunningService.Tenant)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var page = await service.Admin.ListDecisionsAsync(new ListDecisionsRequest { DecisionId = decision }, service.AdminToken(tenant), cancellationToken: patience.Token);
            if (page.Decisions.Count > 0)
            {
                return page.Decisions[0];
            }

            await Task.Yield();
        }
    }
}
