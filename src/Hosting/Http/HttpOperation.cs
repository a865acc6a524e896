using Google.Protobuf.Reflection;

namespace AiDesk.Hosting.Http;

/// <summary>One RPC that answers once, as HTTP serves it: what the routes, the parsing and the OpenAPI document are made of.</summary>
internal class HttpOperation(MethodDescriptor rpc, string verb, string path)
{
    public MethodDescriptor Rpc => rpc;

    /// <summary>GET, PUT or POST.</summary>
    public string Verb => verb;

    /// <summary>Names in braces are fields of the request.</summary>
    public string Path => path;

    /// <summary>As gRPC calls it: /aidesk.policy.v1.PolicyService/CheckInput.</summary>
    public string Method => $"/{rpc.Service.FullName}/{rpc.Name}";
}
