using System.CommandLine;
using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Checks;

/// <summary>The options that make a call's context. What is not given gets an id of its own, so that no two calls share a counter by accident.</summary>
internal sealed class ContextOptions
{
    private const string OwnPerRow = "Rows of a .jsonl file always get their own.";

    private readonly Option<string> _session = Text("--session", "The end user's session. Default: a new one. " + OwnPerRow);
    private readonly Option<string> _run = Text("--run", "The agent's run. Default: a new one. " + OwnPerRow);
    private readonly Option<string> _user = Text("--user", "The end user. Default: a new one. " + OwnPerRow);
    private readonly Option<string> _clientIp = Text("--client-ip", "The end user's address. Default: none. " + OwnPerRow);
    private readonly Option<string> _locale = Text("--locale", "Language of what the end user is shown. Default: the policy's.");
    private readonly Option<string> _channel = Text("--channel", "The channel, such as web or email.");
    private readonly Option<string> _department = Text("--department", "The department that pays.");
    private readonly Option<Mode> _mode = EnumOption.Create("--mode", "Who acts.", Mode.Autopilot);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _session, _run, _user, _clientIp, _locale, _channel, _department, _mode })
        {
            command.Add(option);
        }
    }

    public CallContext Create(ParseResult parsed) => new()
    {
        SessionId = parsed.GetValue(_session) ?? NewId(),
        RunId = parsed.GetValue(_run) ?? NewId(),
        UserId = parsed.GetValue(_user) ?? NewId(),
        ClientIp = parsed.GetValue(_clientIp) ?? "",
        Locale = parsed.GetValue(_locale) ?? "",
        Channel = parsed.GetValue(_channel) ?? "",
        Department = parsed.GetValue(_department) ?? "",
        Mode = parsed.GetValue(_mode),
    };

    /// <summary>The same context as of another session, run, user and address: what is measured over rows is the check, not a limit.</summary>
    public static CallContext ForRow(CallContext context, int row)
    {
        var own = context.Clone();
        own.SessionId = NewId();
        own.RunId = NewId();
        own.UserId = NewId();
        // A /64 of the documentation prefix for each row, as limits may take an IPv6 network as one address.
        own.ClientIp = $"2001:db8:{(row >> 16) & 0xffff:x}:{row & 0xffff:x}::1";
        return own;
    }

    private static string NewId() => Guid.CreateVersion7().ToString();

    private static Option<string> Text(string name, string description) => new(name) { Description = description };
}
