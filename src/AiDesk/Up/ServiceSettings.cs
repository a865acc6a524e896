using System.CommandLine;
using AiDesk.Agent.Configuration;
using AiDesk.CommandLine.Connection;
using AiDesk.Policy.Service;
using AiDesk.Policy.Service.Configuration;

namespace AiDesk.CommandLine.Up;

/// <summary>Options of `aidesk up` that stand for AIDESK_* variables: read by the same code, so that both mean the same.</summary>
internal sealed class ServiceSettings
{
    private readonly List<(Option<string> Option, string Variable)> _texts =
    [
        (new Option<string>("--grpc") { Description = "Where gRPC listens: host:port, unix:/path; port 0 takes a free one." }, ConfigurationVariable.GrpcAddress),
        (new Option<string>("--http") { Description = "Where HTTP/1.1 listens: host:port." }, ConfigurationVariable.HttpAddress),
        (new Option<string>("--policy-dir") { Description = "One folder per tenant. Default: policies, else the samples that come with the command." }, ConfigurationVariable.PolicyDirectory),
        (new Option<string>("--policy-source") { Description = "Where policies come from: files (the folder, which is only read) or store (what administrators put with PutPolicy, over the folder; kept in AIDESK_POLICY_STORE). Default: files." }, ConfigurationVariable.PolicySource),
        (new Option<string>("--redis") { Description = "Redis that keeps the counters of all replicas: redis://host:port, rediss://, unix:/path. Default: counters in memory." }, ConfigurationVariable.Redis),
        (StateDirectoryOption.Create(), ConfigurationVariable.StateDirectory),
        (new Option<string>("--tls-certificate") { Description = "PEM file of the listeners' certificate; both then speak TLS." }, ConfigurationVariable.TlsCertificate),
        (new Option<string>("--tls-key") { Description = "PEM file of the certificate's private key." }, ConfigurationVariable.TlsKey),
        (new Option<string>("--tls-client-ca") { Description = "PEM file of authorities: clients must present a certificate of one of them." }, ConfigurationVariable.TlsClientAuthority),
    ];

    private readonly Option<bool> _development = new("--development") { Description = "Accept tokens of the development key; on loopback only." };
    private readonly Option<bool> _singleReplica = new("--single-replica") { Description = "No other replica serves these tenants: counters in memory are right." };

    /// <summary>Folder of the sample policies beside the command.</summary>
    private static string Samples => Path.Combine(AppContext.BaseDirectory, "policies");

    public void AddTo(Command command)
    {
        foreach (var (option, _) in _texts)
        {
            command.Add(option);
        }

        command.Add(_development);
        command.Add(_singleReplica);
    }

    /// <summary>The settings. Throws <see cref="CommandFailure"/> with every fault at once.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isOnSamples">Nobody named a policy folder: the policies are the repository's own.</param>
    public PolicyServiceOptions Read(ParseResult parsed, out bool isOnSamples)
    {
        var errors = UnknownVariables();
        var options = PolicyServiceOptions.Read(name => Given(parsed, name) ?? Environment.GetEnvironmentVariable(name), errors);
        errors.AddRange(ConfigurationRules.Problems(options));
        if (errors.Count > 0)
        {
            throw new CommandFailure(ExitStatus.CannotStart, "The policy service cannot start:\n  " + string.Join("\n  ", errors));
        }

        isOnSamples = (Given(parsed, ConfigurationVariable.PolicyDirectory) ?? Environment.GetEnvironmentVariable(ConfigurationVariable.PolicyDirectory)) is null or "";
        return isOnSamples && !Directory.Exists(options.PolicyDirectory) ? options with { PolicyDirectory = Samples } : options;
    }

    /// <summary>A sentence for each variable of the environment that begins like ours and is none.</summary>
    public static List<string> UnknownVariables() =>
        [.. ConfigurationReader.Unknown(Environment.GetEnvironmentVariables().Keys.Cast<string>())
            .Where(name => !CommandVariables.Contains(name, StringComparer.Ordinal))
            .Select(name => $"{name} is no variable of AiDesk: see docs/configuration.md")];

    /// <summary>Variables of the commands that call the service, not of the service.</summary>
    private static string[] CommandVariables => ["AIDESK_ADDRESS", "AIDESK_DESK_ADDRESS", "AIDESK_TOKEN", .. DeskVariable.All.Select(variable => variable.Name)];

    private string? Given(ParseResult parsed, string variable) => variable switch
    {
        ConfigurationVariable.Environment => parsed.GetValue(_development) ? "Development" : null,
        ConfigurationVariable.SingleReplica => parsed.GetValue(_singleReplica) ? "true" : null,
        _ => _texts.Find(text => text.Variable == variable) is { Option: { } option } ? parsed.GetValue(option) : null,
    };
}
