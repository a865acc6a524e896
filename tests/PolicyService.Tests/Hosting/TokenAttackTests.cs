using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Security;
using AiDesk.Policy.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Hosting;

/// <summary>Forged, stale and malformed tokens over the wire, on a service that trusts an issuer's key set in a file.</summary>
public sealed class TokenAttackTests : IAsyncLifetime
{
    private readonly TokenForge _forge = new();
    private readonly ECDsa _next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _keys = Path.GetTempFileName();
    private RunningService _service = null!;

    public async Task InitializeAsync()
    {
        await PublishAsync(TokenForge.EcJwk(_forge.Ec, "ec"), TokenForge.RsaJwk(_forge.Rsa, "rsa"));
        _service = await RunningService.StartAsync(
            [("acme", TestPolicies.Plain("acme"))], options => options with { Issuer = TokenForge.Issuer, Jwks = _keys }, null, _forge.Clock);
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _forge.Dispose();
        _next.Dispose();
        File.Delete(_keys);
    }

    [Theory]
    [MemberData(nameof(TokenAttacks.All), MemberType = typeof(TokenAttacks))]
    public async Task Call_ForgedToken_IsRefusedAndTheGoodOneIsNot(string attack, string reason, string problem)
    {
        var fault = await Should.ThrowAsync<RpcException>(() => CallAsync(TokenAttacks.TokenOf(attack, _forge, _next, _keys)));

        fault.StatusCode.ShouldBe(StatusCode.Unauthenticated);
        var info = fault.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
        (info.Reason, info.Metadata["problem"]).ShouldBe((reason, problem));
        await CallAsync(_forge.Es256(_forge.Claims()));
    }

    /// <summary>What is odd and right: a list of audiences with ours, clocks that differ by less than a minute.</summary>
    [Theory]
    [InlineData("aud", """["other","aidesk-policy"]""")]
    [InlineData("exp", "-59")]
    [InlineData("nbf", "59")]
    [InlineData("iat", "59")]
    public async Task Call_UnusualClaim_IsTaken(string claim, string value)
    {
        var claims = _forge.Claims();
        claims[claim] = value[0] == '[' ? JsonNode.Parse(value) : _forge.Now + int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);

        await CallAsync(_forge.Es256(claims));
    }

    [Fact]
    public async Task Call_KeyRotated_NewIsTakenWithinAMinuteAndWithdrawnIsRefusedWithinASecond()
    {
        string Old() => TokenForge.Sign(TokenAttacks.Header("ec"), _forge.Claims().ToJsonString(), text => _forge.Ec.SignData(text, HashAlgorithmName.SHA256));
        string New() => TokenForge.Sign(TokenAttacks.Header("next"), _forge.Claims().ToJsonString(), text => _next.SignData(text, HashAlgorithmName.SHA256));
        await CallAsync(Old());
        await PublishAsync(TokenForge.EcJwk(_forge.Ec, "ec"), TokenForge.EcJwk(_next, "next"));
        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_INVALID", "", () => CallAsync(New()));

        _forge.Clock.Advance(JwksKeySource.LeastInterval);
        await CallAsync(New());
        await CallAsync(Old());

        await PublishAsync(TokenForge.EcJwk(_next, "next"));
        _forge.Clock.Advance(JwksKeySource.LeastInterval);
        await _service.Services.GetRequiredService<TrustedIssuers>().Configured!.RefreshAsync(default);
        _forge.Clock.Advance(TimeSpan.FromSeconds(1));
        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_INVALID", "", () => CallAsync(Old()));
        await CallAsync(New());
    }

    /// <summary>Whoever invents key ids makes the service load its keys once a minute and not once a call.</summary>
    [Fact]
    public async Task Call_ManyUnknownKeyIds_LoadTheKeysOnceAMinute()
    {
        var source = _service.Services.GetRequiredService<TrustedIssuers>().Configured!;
        _forge.Clock.Advance(JwksKeySource.LeastInterval);
        var first = _forge.Clock.GetUtcNow();
        for (var call = 0; call < 20; call++)
        {
            await Should.ThrowAsync<RpcException>(() => CallAsync(_forge.Es256(TokenAttacks.Header("invented-" + call), _forge.Claims().ToJsonString())));
            _forge.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        source.LoadedAt.ShouldBe(first);
    }

    private Task PublishAsync(params string[] keys) => File.WriteAllTextAsync(_keys, $$"""{"keys":[{{string.Join(",", keys)}}]}""");

    private async Task CallAsync(string token) =>
        await _service.Client.ListToolsAsync(new ListToolsRequest { Mode = Mode.Copilot }, new Metadata { { "authorization", "Bearer " + token } });
}
