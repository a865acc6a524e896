using System.Diagnostics;
using System.Net.Sockets;
using AiDesk.SystemFaults.Services;
using Grpc.Core;

namespace AiDesk.SystemFaults.Load;

/// <summary>Calls in a person's name, each with the deadline that the desk itself gives a decision, and what became of each.</summary>
internal sealed class Calls(SystemTokens tokens, string audience, Promised promised, CancellationToken patience)
{
    /// <summary>What a caller waits.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>What an answer is called that never was one.</summary>
    public const string Unavailable = "UNAVAILABLE";
    public const string Late = "DEADLINE_EXCEEDED";
    public const string Broken = "connection broke";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public Promised Promised => promised;

    /// <summary>Null when it was not answered. Only UNAVAILABLE and DEADLINE_EXCEEDED may be why.</summary>
    public async Task<T?> TryAsync<T>(Answers answers, Func<CallOptions, AsyncUnaryCall<T>> call, string tenant, string role, string person, Func<T, string>? kind = null)
        where T : class
    {
        var options = new CallOptions(new Metadata { { "authorization", "Bearer " + tokens.For(tenant, role, person, audience) } }, DateTime.UtcNow + Deadline, CancellationToken.None);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var answer = await call(options).ResponseAsync;
            answers.Add(kind?.Invoke(answer) ?? Answers.AsEver, Stopwatch.GetElapsedTime(begun));
            return answer;
        }
        catch (RpcException fault)
        {
            // No service said this: the connection broke while it was being made, for which the client's library has another code.
            var isBroken = fault.Status is { StatusCode: StatusCode.Internal, DebugException: SocketException };
            answers.Add(isBroken ? Broken : NameOf(fault.StatusCode), Stopwatch.GetElapsedTime(begun));
            if (!isBroken && fault.StatusCode is not (StatusCode.Unavailable or StatusCode.DeadlineExceeded))
            {
                promised.Problems.Enqueue($"{typeof(T).Name}: {fault.Status}");
            }

            return null;
        }
    }

    /// <summary>Again and again until it is answered, as whoever has to know does. Null when patience ends, which is a problem.</summary>
    public async Task<T?> UntilAnsweredAsync<T>(Answers answers, Func<CallOptions, AsyncUnaryCall<T>> call, string tenant, string role, string person, Func<T, bool>? isDone = null)
        where T : class
    {
        using var beat = new PeriodicTimer(Pause);
        while (!patience.IsCancellationRequested)
        {
            if (await TryAsync(answers, call, tenant, role, person) is { } answer && (isDone?.Invoke(answer) ?? true))
            {
                return answer;
            }

            await beat.WaitForNextTickAsync(CancellationToken.None);
        }

        promised.Problems.Enqueue($"{typeof(T).Name}: nobody got one in time");
        return null;
    }

    /// <summary>As DEADLINE_EXCEEDED.</summary>
    private static string NameOf(StatusCode code) => code switch
    {
        StatusCode.Unavailable => Unavailable,
        StatusCode.DeadlineExceeded => Late,
        _ => code.ToString(),
    };
}
