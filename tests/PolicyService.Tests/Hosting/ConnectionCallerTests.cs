using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Hosting;

/// <summary>
/// The last verified token of a connection is remembered. All calls of a client here go over one connection: whoever called before must never stand for who
/// calls now.
/// </summary>
public sealed class ConnectionCallerTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(
        [("acme", Policy("acme", "acme_tool")), ("globex", Policy("globex", "globex_tool"))], options => options, null, _clock);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Call_TwoTenantsInTurnsOnOneConnection_EachIsItsOwn()
    {
        var tokens = new[] { ("acme", _service.Token(tenant: "acme")), ("globex", _service.Token(tenant: "globex")) };
        for (var call = 0; call < 40; call++)
        {
            var (tenant, token) = tokens[call % 2];
            (await ToolsAsync(token)).ShouldBe([tenant + "_tool"]);
        }
    }

    [Fact]
    public async Task Call_TwoTenantsAtOnceOnOneConnection_EachIsItsOwn()
    {
        var tokens = new[] { ("acme", _service.Token(tenant: "acme")), ("globex", _service.Token(tenant: "globex")) };

        await Parallel.ForAsync(0, 400, async (call, _) =>
        {
            var (tenant, token) = tokens[call % 2];
            (await ToolsAsync(token)).ShouldBe([tenant + "_tool"]);
        });
    }

    /// <summary>What is presented right after a good token, made of that; what it is refused as.</summary>
    public static TheoryData<string, string> Bad => new()
    {
        { "none", "TOKEN_MISSING" },
        { "empty", "TOKEN_INVALID" },
        { "cut", "TOKEN_INVALID" },
        { "longer", "TOKEN_INVALID" },
        { "other signature", "TOKEN_INVALID" },
        { "other payload", "TOKEN_INVALID" },
        { "space behind", "TOKEN_INVALID" },
        { "basic", "TOKEN_MISSING" },
        { "twice", "TOKEN_INVALID" },
        { "expired", "TOKEN_EXPIRED" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Call_BadTokenRightAfterAGoodOne_IsRefused(string kind, string reason)
    {
        var expired = _service.Token();
        _clock.Advance(TimeSpan.FromHours(25));
        var good = _service.Token();
        var text = good.GetValue("authorization")!;
        (await ToolsAsync(good)).ShouldBe(["acme_tool"]);

        var bad = kind switch
        {
            "none" => [],
            "empty" => Header("Bearer "),
            "cut" => Header(text[..^1]),
            "longer" => Header(text + "A"),
            "other signature" => Header(text[..^10] + new string([.. text[^10..].Reverse()])),
            "other payload" => Header(string.Join('.', text.Split('.')[0], _service.Token(tenant: "globex").GetValue("authorization")!.Split('.')[1], text.Split('.')[2])),
            "space behind" => Header(text.Replace("Bearer ", "Bearer  ", StringComparison.Ordinal)),
            "basic" => Header(text.Replace("Bearer", "Basic", StringComparison.Ordinal)),
            "twice" => new Metadata { { "authorization", text }, { "authorization", text } },
            _ => expired,
        };

        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, reason, "", () => ToolsAsync(bad));
        (await ToolsAsync(good)).ShouldBe(["acme_tool"]);
    }

    [Fact]
    public async Task Call_SameTokenOnceItHasExpired_IsRefused()
    {
        var token = _service.Token();
        var expiry = _service.Services.GetRequiredService<TokenValidator>().Validate(token.GetValue("authorization")!["Bearer ".Length..]).Principal!.ExpiresAt;
        var last = expiry + TokenTimes.ClockSkew;
        _clock.Advance(last - TimeSpan.FromMilliseconds(1) - _clock.GetUtcNow());
        (await ToolsAsync(token)).ShouldBe(["acme_tool"]);

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_EXPIRED", "", () => ToolsAsync(token));
    }

    [Fact]
    public async Task Call_KeyWithdrawn_TheConnectionForgetsWithinASecond()
    {
        var token = _service.Token();
        await ToolsAsync(token);
        var verified = _service.Services.GetRequiredService<PrincipalCache>();
        verified.Clear();
        await ToolsAsync(token);
        verified.Count.ShouldBe(0, "the connection still knows it");

        _clock.Advance(TimeSpan.FromSeconds(1));

        await ToolsAsync(token);
        verified.Count.ShouldBe(1, "it was verified anew");
    }

    private async Task<IReadOnlyList<string>> ToolsAsync(Metadata headers) =>
        [.. (await _service.Client.ListToolsAsync(new ListToolsRequest { Mode = Mode.Copilot, Level = 1 }, headers)).Tools.Select(tool => tool.Name)];

    private static Metadata Header(string value) => new() { { "authorization", value } };

    private static string Policy(string tenant, string tool) =>
        $$"""
        tenant: {{tenant}}
        locale: en
        tools:
          {{tool}}: { level: 1, kind: internal, risk: low, side_effect: none }
        """;
}
