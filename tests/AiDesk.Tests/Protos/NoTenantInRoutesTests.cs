using AiDesk.Policy.Service;
using AiDesk.Policy.Service.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace AiDesk.Tests.Protos;

/// <summary>Law 1 for HTTP: no route of the service has a parameter or a part that could name a tenant.</summary>
public sealed class NoTenantInRoutesTests
{
    [Fact]
    public async Task Routes_All_NameNoTenant()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        HostListeners.Configure(builder, new PolicyServiceOptions());
        HostServices.Add(builder, new PolicyServiceOptions(), TimeProvider.System);
        await using var app = builder.Build();
        HostEndpoints.Map(app);

        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern).ToList();

        routes.ShouldContain(route => route.RawText == "/aidesk.policy.v1.PolicyService/CheckInput");
        routes.SelectMany(route => route.Parameters.Select(parameter => parameter.Name).Concat(route.RawText!.Split('/')))
            .Where(TenantNames.CouldName).ShouldBeEmpty();
    }
}
