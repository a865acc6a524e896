namespace AiDesk.Policy.Service.Observability;

/// <summary>Name of an RPC as metrics and traces have it: <c>CheckInput</c>. One request type belongs to one RPC, so that a call looks nothing up.</summary>
internal static class RpcLabel<TRequest>
{
    private static string? _name;

    /// <param name="method">As in the path: <c>/aidesk.policy.v1.PolicyService/CheckInput</c>.</param>
    public static string Of(string method) => Volatile.Read(ref _name) ?? Make(method);

    private static string Make(string method)
    {
        var name = method[(method.LastIndexOf('/') + 1)..];
        Volatile.Write(ref _name, name);
        return name;
    }
}
