using System.CommandLine;
using AiDesk.Agent.V1;
using AiDesk.CommandLine.Connection;
using Grpc.Core;
using Grpc.Net.Client;

namespace AiDesk.CommandLine.Desk;

/// <summary>The desk as several people see it: each call is made with the token of one of them, of the development key.</summary>
internal sealed class DeskConnection(GrpcChannel channel, string stateDirectory, string tenant) : IDisposable
{
    public const string DefaultAddress = "http://127.0.0.1:7081";

    private const string Audience = "aidesk-desk";

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    public AgentService.AgentServiceClient Client { get; } = new(channel);

    public static Option<string> AddressOption() => new("--desk-address")
    {
        Description = "The desk's gRPC address; also AIDESK_DESK_ADDRESS.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("AIDESK_DESK_ADDRESS") ?? DefaultAddress,
    };

    public static DeskConnection Open(string address, string stateDirectory, string tenant) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new DeskConnection(GrpcChannel.ForAddress(address), stateDirectory, tenant)
            : throw CommandFailure.Usage($"'{address}' is not an address such as {DefaultAddress}.");

    /// <summary>A call in the name of a person.</summary>
    public CallOptions As(string person, string role, CancellationToken cancellation) => new(
        new Metadata { { "authorization", "Bearer " + DevelopmentTokens.Sign(stateDirectory, tenant, role, person, TimeSpan.FromMinutes(5), Audience) } },
        DateTime.UtcNow + CallTimeout, cancellation);

    public void Dispose() => channel.Dispose();
}
