using System.Diagnostics;
using System.Text.Json;

namespace AiDesk.Tests.Running;

/// <summary>`aidesk up` in a process of its own, on free ports, with the policies of the client tests.</summary>
public sealed class PolicyServiceFixture : IAsyncLifetime
{
    public const string Tenant = "libreria";

    private readonly TemporaryFolder _folder = new();
    private Process? _process;
    private Task<string>? _rest;

    public string Address { get; private set; } = "";

    public string StateDirectory => _folder.In("state");

    /// <summary>Runs a command with this service as its address.</summary>
    internal Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.OfAsync([("AIDESK_ADDRESS", Address), ("AIDESK_STATE_DIR", StateDirectory)], arguments);

    public async Task InitializeAsync()
    {
        var addresses = _folder.In("addresses");
        string[] arguments =
        [
            "up", "--no-demo", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--policy-dir", Repository.In("tests", "Clients", "policies"),
            "--state-dir", StateDirectory, "--addresses-file", addresses,
        ];
        _process = Process.Start(CommandRun.StartOf([], arguments)) ?? throw new InvalidOperationException("the service did not start");
        var errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Serving", StringComparison.Ordinal))
            {
                _rest = _process.StandardOutput.ReadToEndAsync();
                using var document = JsonDocument.Parse(await File.ReadAllTextAsync(addresses));
                Address = document.RootElement.GetProperty("grpc").GetString()!;
                return;
            }
        }

        throw new InvalidOperationException("the service did not start: " + await errors);
    }

    public async Task DisposeAsync()
    {
        if (_process is { } process)
        {
            // As Ctrl-C does; the tests of `up` look at how it ends.
            await Signals.InterruptAsync(process);
            await process.WaitForExitAsync();
            _ = _rest is null ? "" : await _rest;
            process.Dispose();
        }

        _folder.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class PolicyServiceCollection : ICollectionFixture<PolicyServiceFixture>
{
    public const string Name = "policy service";
}
