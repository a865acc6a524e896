using System.Net;
using AiDesk.Agent.Configuration;
using AiDesk.Hosting;
using AiDesk.Policy.Service.Configuration;

namespace AiDesk.CommandLine.Health;

/// <summary>What `aidesk health` asks.</summary>
/// <param name="Address">Scheme, host, port and path.</param>
/// <param name="UnixPath">The socket to ask through; null for TCP.</param>
internal sealed record HealthTarget(Uri Address, string? UnixPath)
{
    private const string UnixPrefix = "unix:";
    private const string PolicyDefault = "127.0.0.1:7071";
    private const string DeskDefault = "127.0.0.1:7080";
    private const string PolicyPath = "/readyz";
    private const string DeskPath = "/healthz/ready";

    /// <summary>The given address, else the listener of the environment's settings. Throws <see cref="CommandFailure"/> for what is no address.</summary>
    public static HealthTarget Of(string? given, bool isDesk, Func<string, string?> variable)
    {
        var path = isDesk ? DeskPath : PolicyPath;
        if (given is not null)
        {
            return Given(given, path);
        }

        var name = isDesk ? DeskVariable.HttpAddress : ConfigurationVariable.HttpAddress;
        var text = variable(name) is { Length: > 0 } set ? set : isDesk ? DeskDefault : PolicyDefault;
        if (ListenAddress.Parse(text) is not { } listener)
        {
            throw CommandFailure.Usage($"{name}: '{text}' is no address to listen on.");
        }

        if (listener.UnixPath is { } socket)
        {
            return Through(socket, path);
        }

        var endPoint = listener.EndPoint!;
        if (endPoint.Port == 0)
        {
            throw CommandFailure.Usage($"{name}: '{text}' takes any free port; say which address to ask.");
        }

        // Who listens on all addresses answers on loopback.
        var host = endPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : endPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : endPoint.Address;
        var scheme = variable(ConfigurationVariable.TlsCertificate) is { Length: > 0 } ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        return new HealthTarget(new Uri($"{scheme}://{new IPEndPoint(host, endPoint.Port)}{path}"), null);
    }

    public override string ToString() => UnixPath is null ? Address.ToString() : UnixPrefix + UnixPath;

    private static HealthTarget Given(string text, string path)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal) && text.Length > UnixPrefix.Length)
        {
            return Through(text[UnixPrefix.Length..], path);
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? new HealthTarget(address.AbsolutePath == "/" ? new Uri(address, path) : address, null)
            : throw CommandFailure.Usage($"'{text}' is not an address such as http://{PolicyDefault}{path}.");
    }

    private static HealthTarget Through(string socket, string path) => new(new Uri("http://localhost" + path), socket);
}
