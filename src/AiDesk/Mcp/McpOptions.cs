using System.CommandLine;
using AiDesk.CommandLine.Checks;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Mcp.Gateway;
using AiDesk.CommandLine.Mcp.Held;
using AiDesk.CommandLine.Mcp.Pins;
using AiDesk.CommandLine.Mcp.Servers;
using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Mcp;

/// <summary>What `aidesk mcp` and `aidesk mcp approve` are told alike: which server, whose policy, and where the pins are.</summary>
internal sealed class McpOptions
{
    private readonly ConnectionOptions _connection = new("service", "aidesk-mcp");

    private readonly Argument<string[]> _server = new("server")
    {
        Description = "After --: the command that starts the server, and its arguments.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _tokenFile = new("--token-file")
    {
        Description = "Take the bearer token from this file, before each call: whoever renews the token replaces the file.",
    };

    private readonly Option<string> _pins = new("--pins")
    {
        Description = "File of the approved tools. Default: in the state folder, one for each tenant and server command.",
    };

    private readonly Option<Mode> _mode = EnumOption.Create("--mode", "Who acts.", Mode.Autopilot);

    private readonly Option<int> _level = new("--level")
    {
        Description = "Autopilot level, 1 to 3; the policy's caps it. Default: the policy's.",
    };

    private readonly Option<string> _session = Text("--session", "The end user's session. Default: a new one for each connection.");
    private readonly Option<string> _user = Text("--user", "The end user, by whom limits may count and who approves nothing.");
    private readonly Option<string> _locale = Text("--locale", "Language of errors. Default: the policy's.");
    private readonly Option<string> _department = Text("--department", "The department that pays.");

    public void AddTo(Command command)
    {
        command.Add(_server);
        _connection.AddTo(command);
        foreach (var option in new Option[] { _tokenFile, _pins, _mode, _level, _session, _user, _locale, _department })
        {
            command.Add(option);
        }
    }

    /// <summary>Throws <see cref="CommandFailure"/> for what cannot be used.</summary>
    public McpSetup Read(ParseResult parsed, Action<string> tell)
    {
        var parts = parsed.GetRequiredValue(_server);
        if (parts[0].Length == 0)
        {
            throw CommandFailure.Usage("The server's command is empty.");
        }

        var level = parsed.GetValue(_level);
        if (level is < 0 or > 3)
        {
            throw CommandFailure.Usage("--level is 1 to 3.");
        }

        var command = new ServerCommand(parts[0], parts[1..]);
        var token = _connection.LastingToken(parsed, parsed.GetValue(_tokenFile));
        var folder = Path.Combine(_connection.StateDirectory(parsed), "mcp", token.Tenant, command.Key);
        var scope = new CallScope(parsed.GetValue(_session) ?? PolicyQuestions.NewId(), PolicyQuestions.NewId(), parsed.GetValue(_mode), level)
        {
            UserId = parsed.GetValue(_user) ?? "",
            Locale = parsed.GetValue(_locale) ?? "",
            Department = parsed.GetValue(_department) ?? "",
        };
        var connection = _connection.Open(parsed, token);
        return new McpSetup
        {
            Command = command,
            Tenant = token.Tenant,
            Connection = connection,
            Policy = new PolicyQuestions(connection, scope, tell),
            Pins = new PinFile(parsed.GetValue(_pins) ?? Path.Combine(folder, "pins.json")),
            Held = new HeldStore(Path.Combine(folder, HeldStore.FolderName)),
        };
    }

    private static Option<string> Text(string name, string description) => new(name) { Description = description };
}

/// <summary>The command line, read.</summary>
internal sealed class McpSetup : IDisposable
{
    public required ServerCommand Command { get; init; }

    public required string Tenant { get; init; }

    public required ServiceConnection Connection { get; init; }

    public required PolicyQuestions Policy { get; init; }

    public required PinFile Pins { get; init; }

    public required HeldStore Held { get; init; }

    public void Dispose() => Connection.Dispose();
}
