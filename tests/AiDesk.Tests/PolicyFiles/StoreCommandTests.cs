using AiDesk.Tests.Running;

namespace AiDesk.Tests.PolicyFiles;

/// <summary>`aidesk policy put`, `versions` and `rollback` against a service whose policies come from its store.</summary>
public sealed class StoreCommandTests : IAsyncLifetime
{
    private const string Tenant = "libreria";

    private readonly TemporaryFolder _folder = new();
    private RunningCommand _service = null!;

    public async Task InitializeAsync() => _service = await StartAsync("store");

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task PutVersionsRollback_OfARunningService_DecideFromTheNextCallOn()
    {
        (await VersionsAsync()).Output.ShouldBeEmpty("nothing was put yet");
        (await AskAsync("¿Tenéis Rayuela?")).ShouldBe("allow");

        var put = await RunAsync("put", Candidate("max_chars: 5"), "--note", "short \u001b[31mones");
        put.ShouldSatisfyAllConditions(run => run.Status.ShouldBe(0, run.Error), run => run.Output.ShouldMatch("^Version [0-9a-f]{16} is in force"));
        (await AskAsync("¿Tenéis Rayuela?")).ShouldBe("deny");

        var versions = (await VersionsAsync()).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        versions.Length.ShouldBe(2, "what it began with, and what was put");
        versions[0].ShouldMatch("^\\* 2 [0-9a-f]{16} .* put .* short");
        versions[0].ShouldNotContain("\u001b", Case.Sensitive, "what somebody wrote steers no terminal");
        versions[1].ShouldMatch("^  1 [0-9a-f]{16} ");

        var back = await RunAsync("rollback", versions[1].Trim().Split(' ')[1], "--note", "too short");
        back.ShouldSatisfyAllConditions(run => run.Status.ShouldBe(0, run.Error), run => run.Output.ShouldContain("is in force."));
        (await AskAsync("¿Tenéis Rayuela?")).ShouldBe("allow");
        (await VersionsAsync()).Output.ShouldStartWith("* 3 " + versions[1].Trim().Split(' ')[1]);
    }

    [Fact]
    public async Task Put_SameAgain_SaysSo()
    {
        (await RunAsync("put", Candidate("max_chars: 7"))).Status.ShouldBe(0);
        var again = await RunAsync("put", Candidate("max_chars: 7"));

        again.Status.ShouldBe(0, again.Error);
        again.Output.ShouldContain("already");
        (await VersionsAsync()).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Put_BrokenPolicy_IsRefusedWithItsErrorsAndWhatWasInForceStays()
    {
        var put = await RunAsync("put", Candidate("max_charz: 5"));

        put.Status.ShouldNotBe(0);
        put.Error.ShouldContain("max_charz");
        (await AskAsync("¿Tenéis Rayuela?")).ShouldBe("allow");
    }

    [Theory]
    [InlineData("0123456789abcdef", "not found")]
    [InlineData("latest", "16 hex digits")]
    public async Task Rollback_VersionThatIsNone_IsRefused(string version, string because)
    {
        var back = await RunAsync("rollback", version);

        back.Status.ShouldNotBe(0);
        back.Error.ShouldContain(because);
    }

    [Fact]
    public async Task Put_ServiceOnFiles_SaysThatItsPoliciesAreReadOnly()
    {
        await _service.DisposeAsync();
        _service = await StartAsync("files");

        var put = await RunAsync("put", Candidate("max_chars: 5"));

        put.Status.ShouldNotBe(0);
        put.Error.ShouldContain("POLICY_READ_ONLY");
    }

    private Task<RunningCommand> StartAsync(string source) =>
        RunningCommand.StartAsync(_folder, [("AIDESK_POLICY_SOURCE", source)], "--policy-dir", Repository.In("tests", "Clients", "policies"));

    private string Candidate(string input) => _folder.Write(
        $"candidates/{Tenant}/policy.yaml",
        File.ReadAllText(Repository.In("tests", "Clients", "policies", Tenant, "policy.yaml")).Replace("max_chars: 2000", input, StringComparison.Ordinal));

    private Task<CommandRun> VersionsAsync() => RunAsync("versions");

    private Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.OfAsync(["policy", .. arguments, "--tenant", Tenant, "--address", _service.Grpc.ToString(), "--state-dir", _folder.In("state")]);

    private async Task<string> AskAsync(string text)
    {
        var run = await CommandRun.OfAsync("check", "input", text, "--tenant", Tenant, "--address", _service.Grpc.ToString(), "--state-dir", _folder.In("state"));
        return run.Output.Split(' ')[0];
    }
}
