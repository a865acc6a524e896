using AiDesk.Bench.Capacity.Asking;
using AiDesk.Bench.Capacity.Serving;
using AiDesk.Bench.Capacity.Wire;

namespace AiDesk.Bench.Capacity.Running;

/// <summary>The loads of a service's tenants.</summary>
internal static class Callers
{
    public static IReadOnlyList<TenantLoad> Of(ServedPolicy service, Func<Question> question, int tenants, int connections) =>
    [
        .. service.Tenants.Take(tenants).Select(tenant =>
        {
            var asked = question();
            var token = service.Token(tenant);
            return new TenantLoad(tenant, asked, Enumerable.Range(0, connections).Select(_ => new CallConnection(service.Grpc, asked.Path, token, asked.Expect)));
        }),
    ];
}
