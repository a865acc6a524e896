using System.Text.Json;
using AiDesk.Hosting.Http;
using AiDesk.Policy.V1;
using Google.Protobuf.Reflection;

namespace AiDesk.Policy.Service.Rest;

/// <summary>
/// What is served over REST: every RPC of PolicyService that answers once, as <c>POST /v1/</c> and its name in kebab-case, and <c>GET /v1/tools</c>, which changes
/// nothing and may be asked without a body. Streams need gRPC.
/// </summary>
internal static class RestOperations
{
    /// <summary>Everything that REST serves stands below this.</summary>
    public const string Root = "/v1/";

    public const string Document = "/v1/openapi.json";

    public static IReadOnlyList<HttpOperation> All { get; } = [.. Unary().Select(rpc => new HttpOperation(rpc, "POST", PathOf(rpc))), new HttpOperation(Find("ListTools"), "GET", "/v1/tools")];

    private static IEnumerable<MethodDescriptor> Unary() => Service.Methods.Where(rpc => rpc is { IsClientStreaming: false, IsServerStreaming: false });

    private static ServiceDescriptor Service => PolicyServiceReflection.Descriptor.Services[0];

    private static MethodDescriptor Find(string rpc) => Service.FindMethodByName(rpc);

    private static string PathOf(MethodDescriptor rpc) => Root + JsonNamingPolicy.KebabCaseLower.ConvertName(rpc.Name);
}
