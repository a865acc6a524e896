using System.Globalization;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Admin;

/// <summary>Documents that do not compile, as an RPC error: the first of the errors, and how many there are. ValidatePolicy says all.</summary>
internal static class PolicyFaults
{
    /// <summary>Of the message, in characters: it travels in a header.</summary>
    private const int Longest = 400;

    public static RpcException Of(PolicyCompilation compilation)
    {
        var first = compilation.Errors[0].ToString();
        return RpcErrors.Make(
            StatusCode.InvalidArgument,
            ErrorReason.PolicyInvalid,
            first.Length <= Longest ? first : first[..Longest],
            ("errors", compilation.Errors.Length.ToString(CultureInfo.InvariantCulture)));
    }
}
