using Grpc.Core;

namespace AiDesk.Interop.Client;

/// <summary>What a case must find.</summary>
internal static class Expect
{
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"{what}: expected {expected}, found {actual}");
        }
    }

    public static async Task<RpcException> StatusAsync(StatusCode expected, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException e)
        {
            Equal(expected, e.StatusCode, "status");
            return e;
        }

        throw new InvalidOperationException($"expected the status {expected}, found OK");
    }
}
