using System.Diagnostics;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Up;

/// <summary>How `aidesk up` starts, refuses to start and ends.</summary>
public sealed class UpCommandTests
{
    private static readonly string[] FreePorts = ["--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0"];

    [Fact]
    public async Task Up_ProductionWithoutIdentity_NamesEverythingThatIsMissing()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync(
            [("AIDESK_ENVIRONMENT", "Production")], ["up", .. FreePorts, "--state-dir", folder.Path, "--policy-dir", Policies]);

        run.Status.ShouldBe(5);
        run.Output.ShouldBeEmpty();
        foreach (var variable in new[] { "AIDESK_JWT_ISSUER", "AIDESK_JWKS", "AIDESK_KEYS", "AIDESK_SINGLE_REPLICA" })
        {
            run.Error.ShouldContain(variable);
        }
    }

    [Fact]
    public async Task Up_DevelopmentBeyondLoopback_IsRefused()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync(
            "up", "--development", "--grpc", "0.0.0.0:0", "--http", "127.0.0.1:0", "--state-dir", folder.Path, "--policy-dir", Policies);

        run.Status.ShouldBe(5);
        run.Error.ShouldContain("loopback");
    }

    [Fact]
    public async Task Up_MisspeltVariable_IsNotTakenForTheDefault()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync(
            [("AIDESK_POLICIES", "somewhere")], ["up", .. FreePorts, "--state-dir", folder.Path, "--policy-dir", Policies]);

        run.Status.ShouldBe(5);
        run.Error.ShouldContain("AIDESK_POLICIES");
    }

    [Fact]
    public async Task Up_OnlyBrokenPolicies_SaysWhereEachIsBrokenAndDoesNotStart()
    {
        using var folder = new TemporaryFolder();
        folder.Write("policies/one/policy.yaml", "tenant: one\nlocale: klingon\n");
        folder.Write("policies/two/policy.yaml", "tenant: two\nlimitz: []\n");

        var run = await CommandRun.OfAsync(["up", .. FreePorts, "--state-dir", folder.In("state"), "--policy-dir", folder.In("policies")]);

        run.Status.ShouldBe(5);
        run.Error.ShouldContain("one/policy.yaml:2:");
        run.Error.ShouldContain("two/policy.yaml:2:1");
    }

    [Fact]
    public async Task Up_NoPolicyFolder_DoesNotStart()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync(["up", .. FreePorts, "--state-dir", folder.In("state"), "--policy-dir", folder.In("nowhere")]);

        run.Status.ShouldBe(5);
        run.Error.ShouldContain("nowhere");
    }

    [Fact]
    public async Task Up_OnTheSamples_ShowsFourDecisionsServesAndEndsOnInterrupt()
    {
        using var folder = new TemporaryFolder();
        var start = CommandRun.StartOf([], ["up", .. FreePorts, "--state-dir", folder.Path]);
        start.WorkingDirectory = folder.Path;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("Serving", StringComparison.Ordinal))
            {
                await Signals.InterruptAsync(process);
            }
        }

        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        var output = string.Join('\n', lines);
        foreach (var question in new[] { "CheckInput", "CheckToolCall", "FilterToolOutput", "CheckOutput" })
        {
            output.ShouldContain(question);
        }

        output.ShouldContain("allow  OK");
        output.ShouldContain("Stopped");
    }

    [Fact]
    public async Task Up_KeysThatCannotBeRead_NamesTheirVariablesAndNoSecret()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync(
            [("AIDESK_KEYS", "k1:c2hvcnQ="), ("AIDESK_WEBHOOK_KEY", "geheim")], ["up", .. FreePorts, "--state-dir", folder.In("state"), "--policy-dir", Policies]);

        run.Status.ShouldBe(5);
        run.Error.ShouldContain("AIDESK_KEYS: The secret of key 'k1'");
        run.Error.ShouldContain("AIDESK_WEBHOOK_KEY: Entry 1");
        run.Error.ShouldNotContain("c2hvcnQ");
        run.Error.ShouldNotContain("geheim");
    }

    [Fact]
    public async Task Up_PortInUse_SaysSoAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        var run = await CommandRun.OfAsync("up", "--grpc", taken.LocalEndpoint.ToString()!, "--http", "127.0.0.1:0", "--state-dir", folder.In("state"), "--policy-dir", Policies);

        run.Status.ShouldBe(5);
        run.Error.ShouldContain("in use");
        run.Error.ShouldNotContain("crit");
        run.Error.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task Up_Log_GoesToStandardErrorAndStandardOutputIsForPeople()
    {
        using var folder = new TemporaryFolder();
        var start = CommandRun.StartOf([], ["up", .. FreePorts, "--no-demo", "--state-dir", folder.In("state"), "--policy-dir", Policies]);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Add(line);
            if (line.StartsWith("Serving", StringComparison.Ordinal))
            {
                await Signals.InterruptAsync(process);
            }
        }

        await process.WaitForExitAsync();
        output[0].ShouldStartWith("Serving");
        output.ShouldNotContain(line => line.StartsWith("info:", StringComparison.Ordinal));
        (await errors).ShouldContain("info: AiDesk");
    }

    [Fact]
    public async Task Up_StateFolder_IsForItsOwnerOnly()
    {
        using var folder = new TemporaryFolder();
        await using (var service = await RunningCommand.StartAsync(folder, "--policy-dir", Policies))
        {
            (await CommandRun.OfAsync("check", "input", "hola", "--address", service.Grpc.ToString(), "--tenant", "libreria", "--state-dir", folder.In("state"))).Status.ShouldBe(0);
        }

        var state = new DirectoryInfo(folder.In("state"));
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var entries = state.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Append(state).ToList();
        entries.Select(entry => entry.Name).ShouldBe(
            ["state", "records", "records.jsonl", "journal", "delivered", "held-calls.jsonl", "post-reviews.jsonl", "frozen", "signing-keys", "development-key.pem"], ignoreOrder: true);
        entries.ShouldAllBe(entry => entry.UnixFileMode == (entry is DirectoryInfo ? Owner | UnixFileMode.UserExecute : Owner));
    }

    private static string Policies => Repository.In("tests", "Clients", "policies");
}
