using AiDesk.Client.Tests.Running;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Client.Tests.Calls;

/// <summary>What goes wrong on the caller's side, and what the error says about it.</summary>
[Collection(LiveServiceCollection.Name)]
public sealed class RefusalTests(LiveServiceFixture fixture)
{
    private LiveService Service => fixture.Service;

    [Fact]
    public async Task Check_WrongTokens_SayWhatToDo()
    {
        await RefusedAsync<PolicyAuthenticationException>("", "TOKEN_MISSING", "Give the client a Token");
        await RefusedAsync<PolicyAuthenticationException>("x.y.z", "TOKEN_INVALID", "issuer, audience and key");
        await RefusedAsync<PolicyPermissionException>(Service.Token(role: "customer"), "ROLE_REQUIRED", "Use a token of role");
        await RefusedAsync<PolicyPermissionException>(Service.Token(tenant: "nobody"), "TENANT_UNKNOWN", "Add a policy for the tenant");
    }

    [Fact]
    public async Task Check_FaultyRequests_NameTheField()
    {
        using var client = Service.Client();
        var missing = await Should.ThrowAsync<PolicyRequestException>(client.CheckInputAsync(new CheckInputRequest { Context = new CallContext { Mode = Mode.Autopilot } }));
        (missing.Reason, missing.Field).ShouldBe(("FIELD_REQUIRED", "context.session_id"));
        missing.Message.ShouldContain("Set context.session_id.");
        var unknown = await Should.ThrowAsync<PolicyNotFoundException>(client.WithToken(Service.Token(role: "approver", subject: "vera")).ResolveApprovalAsync(
            new ResolveApprovalRequest { DecisionId = "019aa0c4-5a10-7d0e-9f0a-3f1f5d6a7b8c", Approval = ApprovalDecision.Approve }));
        unknown.Message.ShouldContain("Check the id");
    }

    [Fact]
    public async Task Check_OversizedText_IsRefusedByTheClientOrTheService()
    {
        using var client = Service.Client();
        var large = await Should.ThrowAsync<PolicyTooLargeException>(client.CheckOutputAsync(Requests.Output(new string('a', 5 * 1024 * 1024))));
        large.Message.ShouldContain("Send at most 4 MiB in one message");
        var denied = await client.CheckInputAsync(Requests.Input(new string('a', 30_000)));
        denied.Decision.Reason.ShouldBe(Reason.TooLong);
    }

    [Fact]
    public async Task Check_OldService_SaysThatItIsOlder()
    {
        await using var old = await ScriptedService.StartAsync(new Script { CheckInput = (_, _) => Task.FromResult(new CheckInputResponse()) });
        using var client = old.Client();
        (await client.CheckInputAsync(Requests.Input())).Decision.IsAllowed().ShouldBeFalse();

        var unknown = await Should.ThrowAsync<PolicyUnsupportedException>(client.ListToolsAsync(new ListToolsRequest { Mode = Mode.Copilot }));
        unknown.Message.ShouldContain("does not know ListTools: it is older than this client");
        await Should.ThrowAsync<PolicyUnsupportedException>(client.CheckOutputAsync(Requests.Output(), new CheckSettings { IfUnavailable = IfUnavailable.Allow }));
    }

    [Fact]
    public async Task Check_NewerService_AllowsNothingThatIsNotKnownHere()
    {
        await using var newer = await ScriptedService.StartAsync(new Script
        {
            CheckInput = (_, _) => Task.FromResult(new CheckInputResponse { Decision = new Decision { Verdict = (Verdict)99 } }),
            CheckOutput = (_, _) => throw new RpcException(new Status(StatusCode.FailedPrecondition, "new")),
        });
        using var client = newer.Client();

        var decision = (await client.CheckInputAsync(Requests.Input())).Decision;
        (decision.IsAllowed(), decision.IsHeld()).ShouldBe((false, false));
        await Should.ThrowAsync<PolicyStateException>(client.CheckOutputAsync(Requests.Output()));
    }

    [Fact]
    public async Task Check_FaultOfTheService_IsNoOutage()
    {
        await using var broken = await ScriptedService.StartAsync(new Script { CheckInput = (_, _) => throw new RpcException(new Status(StatusCode.Internal, "fault")) });
        using var client = broken.Client();

        var fault = await Should.ThrowAsync<PolicyInternalException>(client.CheckInputAsync(Requests.Input(), new CheckSettings { IfUnavailable = IfUnavailable.Allow }));
        fault.Attempts.ShouldBe(1);
        fault.Message.ShouldContain("Treat the action as denied");
    }

    private async Task RefusedAsync<TException>(string token, string reason, string says)
        where TException : PolicyException
    {
        using var client = Service.Client(options => options with { Token = token });
        var refused = await Should.ThrowAsync<TException>(client.CheckInputAsync(Requests.Input()));
        refused.Reason.ShouldBe(reason);
        refused.Message.ShouldContain(says);
    }
}
