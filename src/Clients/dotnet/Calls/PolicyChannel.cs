using Grpc.Core;
using Grpc.Net.Client;
using Stub = AiDesk.Policy.V1.PolicyService.PolicyServiceClient;

namespace AiDesk.Client.Calls;

/// <summary>The one channel of a client, and what every call on it shares.</summary>
internal sealed class PolicyChannel : IDisposable
{
    public const int MessageLimit = 4 * 1024 * 1024;
    private static readonly TimeSpan LeastDeadline = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MostDeadline = TimeSpan.FromMinutes(10);

    private readonly GrpcChannel _channel;
    private readonly TimeSpan _deadline;
    private volatile bool _disposed;

    public PolicyChannel(PolicyClientOptions options)
    {
        var endpoint = Endpoint.Of(options);
        _deadline = CheckDeadline(options.Deadline);
        Attempts = options.Attempts is >= 1 and <= 10
            ? options.Attempts
            : throw new ArgumentException($"Attempts is {options.Attempts}; it must be from 1 to 10.", nameof(options));
        Address = endpoint.Name;
        _channel = GrpcChannel.ForAddress(endpoint.Channel, new GrpcChannelOptions
        {
            HttpHandler = endpoint.Handler,
            DisposeHttpClient = true,
            MaxSendMessageSize = MessageLimit,
            MaxReceiveMessageSize = MessageLimit,
            LoggerFactory = options.LoggerFactory,
        });
        Stub = new Stub(_channel);
    }

    public Stub Stub { get; }

    /// <summary>Where the service is looked for, as the caller said it.</summary>
    public string Address { get; }

    public int Attempts { get; }

    public bool IsDisposed => _disposed;

    /// <summary>The call's deadline, else the client's.</summary>
    public TimeSpan DeadlineOf(CallSettings? settings) => settings?.Deadline is { } own ? CheckDeadline(own) : _deadline;

    public PolicyException Error(RpcException fault, string rpc, int attempts, TimeSpan deadline) => FailedCall.ToException(fault, rpc, attempts, Address, deadline);

    public void Dispose()
    {
        _disposed = true;
        _channel.Dispose();
    }

    private static TimeSpan CheckDeadline(TimeSpan deadline)
        => deadline >= LeastDeadline && deadline <= MostDeadline
            ? deadline
            : throw new ArgumentException($"Deadline is {deadline}; it must be from 1 ms to 10 minutes.", nameof(deadline));
}
