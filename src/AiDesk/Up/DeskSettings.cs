using System.CommandLine;
using AiDesk.Agent;
using AiDesk.Agent.Configuration;
using AiDesk.Policy.Service;

namespace AiDesk.CommandLine.Up;

/// <summary>Options of `aidesk up` that bring the desk up beside the policy service; each stands for its variable, which is read by the same code.</summary>
internal sealed class DeskSettings
{
    private readonly Option<bool> _desk = new("--desk") { Description = "Bring up the help desk too: pages, JSON and gRPC, on PostgreSQL." };

    private readonly List<(Option<string> Option, string Variable)> _texts =
    [
        (new Option<string>("--desk-http") { Description = "Where the desk's pages and JSON listen: host:port." }, DeskVariable.HttpAddress),
        (new Option<string>("--desk-grpc") { Description = "Where the desk's gRPC listens: host:port." }, DeskVariable.GrpcAddress),
        (new Option<string>("--postgres") { Description = "PostgreSQL that keeps the desk, as a connection string. Default: a private server from the installed programs." }, DeskVariable.Postgres),
    ];

    public void AddTo(Command command)
    {
        command.Add(_desk);
        foreach (var (option, _) in _texts)
        {
            command.Add(option);
        }
    }

    /// <summary>Null without the desk. What both services share is the policy service's. Throws <see cref="CommandFailure"/> with every fault at once.</summary>
    public AgentServiceOptions? Read(ParseResult parsed, PolicyServiceOptions policy)
    {
        if (!parsed.GetValue(_desk))
        {
            return null;
        }

        var errors = new List<string>();
        var options = AgentServiceOptions.Read(name => Given(parsed, name) ?? Environment.GetEnvironmentVariable(name), errors) with
        {
            Development = policy.Development,
            StateDirectory = policy.StateDirectory,
            Keys = policy.Keys,
            TlsCertificate = policy.TlsCertificate,
            TlsKey = policy.TlsKey,
            LogsJson = policy.LogsJson,
            Shutdown = policy.Shutdown,
        };
        return errors.Count == 0 ? options : throw new CommandFailure(ExitStatus.CannotStart, "The desk cannot start:\n  " + string.Join("\n  ", errors));
    }

    private string? Given(ParseResult parsed, string variable) => _texts.Find(text => text.Variable == variable) is { Option: { } option } ? parsed.GetValue(option) : null;
}
