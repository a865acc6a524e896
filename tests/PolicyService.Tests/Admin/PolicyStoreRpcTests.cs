using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Tests.Admin;

/// <summary>GetPolicy, PutPolicy, ListPolicyVersions, RollbackPolicy over a real store.</summary>
public sealed class PolicyStoreRpcTests
{
    private static readonly string Short = TestPolicies.Desk.Replace("max_chars: 200", "max_chars: 20", StringComparison.Ordinal);

    [Fact]
    public async Task PutPolicy_FromFiles_ReadOnly()
    {
        await using var service = await RunningService.StartAsync(TestPolicies.Desk);

        await RpcFault.ExpectAsync(StatusCode.FailedPrecondition, "POLICY_READ_ONLY", "", () => service.PutAsync(Short));
        await RpcFault.ExpectAsync(StatusCode.FailedPrecondition, "POLICY_READ_ONLY", "", async () => await service.Admin.RollbackPolicyAsync(
            new RollbackPolicyRequest { Version = "0123456789abcdef", ExpectedVersion = "0123456789abcdef" }, service.AdminToken()));
    }

    [Fact]
    public async Task PutPolicy_Good_DecidesAtOnceIsListedRecordedAndSurvivesARestart()
    {
        await using var first = await RunningService.StartAsync(TestPolicies.Desk, settings: AdminBench.InStore);
        var before = await first.VersionAsync();

        var put = await first.PutAsync(Short, note: "shorter");

        put.Changed.ShouldBeTrue();
        (await first.WriteAsync("Una pregunta que tiene más de veinte letras", "m1")).Decision.Reason.ShouldBe(Reason.TooLong);
        var versions = await first.Admin.ListPolicyVersionsAsync(new ListPolicyVersionsRequest(), first.AdminToken());
        versions.Versions.Select(version => (version.Sequence, version.Version, version.Origin, version.Author, version.Note, version.InForce)).ShouldBe(
        [
            (2, put.Version, PolicyVersionOrigin.Put, "ada", "shorter", true),
            (1, before, PolicyVersionOrigin.Files, "", "", false),
        ]);

        var second = await first.RestartAsync(AdminBench.InStore);
        (await second.VersionAsync()).ShouldBe(put.Version);
        var acts = await second.RecordsAsync("admin");
        acts.Single().GetProperty("kind").GetString().ShouldBe("put_policy");
        acts.Single().GetProperty("principal").GetString().ShouldBe("ada");
        acts.Single().GetProperty("note").GetString().ShouldBe("shorter");
    }

    [Fact]
    public async Task PutPolicy_Again_ChangesNothing()
    {
        await using var service = await RunningService.StartAsync(TestPolicies.Desk, settings: AdminBench.InStore);
        var before = await service.VersionAsync();
        await service.PutAsync(Short);

        // The retry of a call whose answer was lost still names the version of before.
        (await service.PutAsync(Short, before)).Changed.ShouldBeFalse();
    }

    [Fact]
    public async Task PutPolicy_AnotherVersionInForce_AbortedAndNamesIt()
    {
        await using var service = await RunningService.StartAsync(TestPolicies.Desk, settings: AdminBench.InStore);

        await RpcFault.ExpectAsync(StatusCode.Aborted, "POLICY_VERSION_CHANGED", "", () => service.PutAsync(Short, "0123456789abcdef"));
    }

    [Fact]
    public async Task PutPolicy_TwoAtOnce_OneWins()
    {
        await using var service = await RunningService.StartAsync(TestPolicies.Desk, settings: AdminBench.InStore);
        var before = await service.VersionAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                await service.PutAsync(Short + $"\n# {number}\n", before);
                return StatusCode.OK;
            }
            catch (RpcException fault)
            {
                return fault.StatusCode;
            }
        }));

        results.Count(code => code == StatusCode.OK).ShouldBe(1);
        results.Count(code => code == StatusCode.Aborted).ShouldBe(7);
    }

    [Theory]
    [InlineData("tenant: beta\n", "of another")]
    [InlineData("tenant: acme\nlimitz: []\n", "an unknown key")]
    [InlineData("tenant: [acme\n", "no YAML")]
    [InlineData("", "empty")]
    public async Task PutPolicy_Broken_NeverReplacesWhatWorks(string document, string why)
    {
        await using var service = await RunningService.StartAsync(TestPolicies.Desk, settings: AdminBench.InStore);
        var before = await service.VersionAsync();

        await RpcFault.ExpectAsync(StatusCode.InvalidArgument, "POLICY_INVALID", "", () => service.PutAsync(document));

        (await service.VersionAsync()).ShouldBe(before, why);
        (await service.WriteAsync("¿Dónde está mi pedido?", "m1")).Decision.Verdict.ShouldBe(Verdict.Allow);
    }

    [Fact]
    public async Task RollbackPolicy_ToTheFiles_DecidesAsBefore()
    {
        await using var service = await RunningService.StartAsync(TestPolicies.Desk, settings: AdminBench.InStore);
        var before = await service.VersionAsync();
        var put = await service.PutAsync(Short);

        var back = await service.Admin.RollbackPolicyAsync(new RollbackPolicyRequest { Version = before, ExpectedVersion = put.Version, Note = "too short" }, service.AdminToken());

        back.Version.ShouldBe(before);
        (await service.WriteAsync("Una pregunta que tiene más de veinte letras", "m1")).Decision.Verdict.ShouldBe(Verdict.Allow);
        (await service.Admin.GetPolicyAsync(new GetPolicyRequest { Version = put.Version }, service.AdminToken())).Documents.Single().Text.ShouldBe(Short);
    }

    [Fact]
    public async Task PutPolicy_TwoReplicasOfOneStore_TheOtherReloads()
    {
        await using var first = await RunningService.StartAsync(TestPolicies.Desk, settings: AdminBench.InStore);
        var store = Path.Combine(first.Folder, "state", "policies");
        await using var second = await RunningService.StartAsync(TestPolicies.Desk, settings: options => AdminBench.InStore(options) with { PolicyStore = store });

        var put = await first.PutAsync(Short);

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await second.VersionAsync() != put.Version)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    [Theory]
    [InlineData("half a line", false)]
    [InlineData("no entry\n", true)]
    public async Task Start_DamagedIndex_OnlyATailThatWasCutIsPassedOver(string appended, bool isRefused)
    {
        await using var service = await RunningService.StartAsync(TestPolicies.Desk, settings: AdminBench.InStore);
        var put = await service.PutAsync(Short);
        await service.StopAsync();
        await File.AppendAllTextAsync(Path.Combine(service.Folder, "state", "policies", "tenants", RunningService.Tenant, "index.jsonl"), appended);

        if (isRefused)
        {
            // Its files are there, and are not fallen back to: they are not what was in force.
            await Should.ThrowAsync<PolicyServiceStartException>(() => service.RestartAsync(AdminBench.InStore));
            return;
        }

        var again = await service.RestartAsync(AdminBench.InStore);
        (await again.VersionAsync()).ShouldBe(put.Version);
        (await again.PutAsync(TestPolicies.Desk + "\n# once more\n")).Changed.ShouldBeTrue();
        await again.StopAsync();
    }

    [Fact]
    public async Task ValidatePolicy_Broken_EveryErrorWithItsPlace()
    {
        await using var service = await RunningService.StartAsync(TestPolicies.Desk);

        var answer = await service.Admin.ValidatePolicyAsync(
            new ValidatePolicyRequest { Documents = { AdminBench.Document("tenant: acme\nlocale: klingon\nlimitz: []\n") } }, service.Token(PrincipalRoles.Admin));

        answer.Version.ShouldBeEmpty();
        answer.Errors.Select(error => (error.File, error.Line, error.Column)).ShouldBe([("acme/policy.yaml", 2, 9), ("acme/policy.yaml", 3, 1)]);
    }
}
