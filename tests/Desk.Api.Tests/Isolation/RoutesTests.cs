using AiDesk.Desk.ApiTests.Hosting;
using Microsoft.AspNetCore.Routing;

namespace AiDesk.Desk.ApiTests.Isolation;

/// <summary>Law 1 for HTTP: no route of the desk has a parameter or a part that could name a tenant, and none is open by accident.</summary>
public sealed class RoutesTests(RunningDesk desk) : IClassFixture<RunningDesk>
{
    private static readonly string[] Open = ["/healthz/live", "/healthz/ready", "/.well-known/jwks.json", "/api/openapi.json", "/sign-in", "/sign-out", "/preferences", "/assets/{version}/{name}"];

    private IEnumerable<RouteEndpoint> Routes => desk.Get<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    [Fact]
    public void Routes_All_NameNoTenant() =>
        Routes.SelectMany(route => route.RoutePattern.Parameters.Select(parameter => parameter.Name).Concat(route.RoutePattern.RawText!.Split('/')))
            .Where(name => name.Contains("tenant", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();

    [Fact]
    public async Task Routes_WithoutAToken_AnswerNothingButThoseThatMay()
    {
        var paths = Routes.Select(route => route.RoutePattern.RawText!).Where(path => !path.StartsWith("/aidesk.", StringComparison.Ordinal) && !path.StartsWith("/grpc.", StringComparison.Ordinal)).ToList();
        paths.Count.ShouldBeGreaterThan(15);
        foreach (var path in paths.Where(path => !Open.Contains(path, StringComparer.Ordinal) && path.StartsWith('/') && !path.Contains("{unimplemented", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
        {
            var methods = Routes.Where(route => route.RoutePattern.RawText == path).SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []);
            foreach (var method in methods)
            {
                using var call = new HttpRequestMessage(new HttpMethod(method), path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
                using var response = await desk.Http.SendAsync(call);
                var isPage = !path.StartsWith("/api/", StringComparison.Ordinal) && path != "/events";
                ((int)response.StatusCode).ShouldBe(isPage ? 303 : 401, $"{method} {path}");
                response.Headers.Location?.OriginalString.ShouldStartWith("/sign-in?return=");
            }
        }
    }
}
