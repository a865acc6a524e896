using System.Text.RegularExpressions;
using AiDesk.Tests.Running;

namespace AiDesk.Mcp.Tests.Running;

/// <summary>`aidesk up` in a process of its own with the policy of these tests.</summary>
public sealed class DepotService : IAsyncLifetime
{
    public const string Tenant = "depot";

    private readonly TemporaryFolder _folder = new();
    private RunningCommand? _service;

    public string Address => _service!.Grpc.ToString();

    public string StateDirectory => _folder.In("state");

    public async Task InitializeAsync() =>
        _service = await RunningCommand.StartAsync(_folder, "--policy-dir", Repository.In("tests", "Mcp.Tests", "policies"));

    public async Task DisposeAsync()
    {
        await _service!.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Runs a command with this service as its address.</summary>
    internal Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.OfAsync([("AIDESK_ADDRESS", Address), ("AIDESK_STATE_DIR", StateDirectory)], arguments);

    internal Task KillAsync() => _service!.KillAsync();

    /// <summary>A person's word, given by another process.</summary>
    internal async Task<CommandRun> DecideAsync(string decision, string word, string person = "vera")
    {
        var token = await RunAsync("token", "--tenant", Tenant, "--role", "approver", "--sub", person);
        return await RunAsync("mcp", "decide", decision, word, "--token", token.Output.Trim());
    }

    /// <summary>The decision that a held call's answer names.</summary>
    internal static string DecisionIn(string text) => Regex.Match(text, "[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.NonBacktracking).Value;
}

[CollectionDefinition(Name)]
public sealed class DepotCollection : ICollectionFixture<DepotService>
{
    public const string Name = "depot service";
}
