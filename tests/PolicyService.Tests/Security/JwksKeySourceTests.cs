using System.Security.Cryptography;
using System.Text;
using AiDesk.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Tests.Security;

public sealed class JwksKeySourceTests : IDisposable
{
    private readonly TokenForge _forge = new();
    private readonly ECDsa _next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private string _document = "";
    private int _reads;

    public void Dispose()
    {
        _forge.Dispose();
        _next.Dispose();
    }

    [Fact]
    public async Task ValidateAsync_KeyRotatedWithOverlap_IsFoundOnceAMinute()
    {
        Publish(TokenForge.EcJwk(_forge.Ec, "old"));
        using var source = Source();
        await source.RefreshAsync(default);
        var validator = Validator(source);
        var oldToken = TokenForge.Sign("""{"alg":"ES256","kid":"old"}""", Claims(), text => _forge.Ec.SignData(text, HashAlgorithmName.SHA256));
        var newToken = TokenForge.Sign("""{"alg":"ES256","kid":"new"}""", Claims(), text => _next.SignData(text, HashAlgorithmName.SHA256));
        Publish(TokenForge.EcJwk(_forge.Ec, "old"), TokenForge.EcJwk(_next, "new"));

        (await validator.ValidateAsync(newToken.AsMemory(), default)).Problem.ShouldBe(TokenProblem.UnknownKey, "a minute has not passed");
        _reads.ShouldBe(1);
        _forge.Clock.Advance(JwksKeySource.LeastInterval);
        (await validator.ValidateAsync(newToken.AsMemory(), default)).IsAccepted.ShouldBeTrue();
        (await validator.ValidateAsync(oldToken.AsMemory(), default)).IsAccepted.ShouldBeTrue();
        _reads.ShouldBe(2);
    }

    [Fact]
    public async Task RefreshAsync_KeyWithdrawn_ForgetsItsPrincipals()
    {
        Publish(TokenForge.EcJwk(_forge.Ec, "ec"));
        using var source = Source();
        await source.RefreshAsync(default);
        var validator = Validator(source);
        var token = _forge.Es256(_forge.Claims());
        validator.Validate(token).IsAccepted.ShouldBeTrue();

        // Another key under the same id.
        Publish(TokenForge.EcJwk(_next, "ec"));
        _forge.Clock.Advance(JwksKeySource.LeastInterval);
        await source.RefreshAsync(default);

        validator.Validate(token).Problem.ShouldBe(TokenProblem.BadSignature);
    }

    [Theory]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"oct","k":"AAAA"}]}""")]
    [InlineData("not json")]
    [InlineData(null)]
    public async Task RefreshAsync_Fails_KeepsTheLastGoodSetForADay(string? document)
    {
        Publish(TokenForge.EcJwk(_forge.Ec, "ec"));
        using var source = Source();
        await source.RefreshAsync(default);
        _document = document!;
        _forge.Clock.Advance(TimeSpan.FromHours(23));

        (await source.RefreshAsync(default)).ShouldBeFalse();

        source.LastFault.ShouldNotBeEmpty();
        source.Current.Count.ShouldBe(1);
        _forge.Clock.Advance(TimeSpan.FromHours(1));
        source.Current.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Reader_HttpAddress_IsReadAndErrorsAreFaults()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        var status = 200;
        server.Run(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(_document, context.RequestAborted);
        });
        await server.StartAsync(CancellationToken.None);
        using var http = new HttpClient();
        using var source = new JwksKeySource(JwksKeySource.Reader(server.Urls.First() + "/jwks.json", http), _forge.Clock, () => { });
        Publish(TokenForge.EcJwk(_forge.Ec, "ec"));

        (await source.RefreshAsync(default)).ShouldBeTrue();
        status = 503;
        _forge.Clock.Advance(JwksKeySource.LeastInterval);
        (await source.RefreshAsync(default)).ShouldBeFalse();
        source.LastFault.ShouldContain("503");
        status = 200;
        _document = new string(' ', KeySet.SizeLimit + 1);
        _forge.Clock.Advance(JwksKeySource.LeastInterval);
        (await source.RefreshAsync(default)).ShouldBeFalse();
        source.Current.Count.ShouldBe(1);
    }

    [Fact]
    public void Reader_PlainHttpToAnotherHost_IsRefused()
    {
        using var http = new HttpClient();
        Should.Throw<ArgumentException>(() => JwksKeySource.Reader("http://login.example/jwks.json", http)).Message.ShouldContain("loopback");
    }

    [Fact]
    public async Task Reader_MissingFile_IsAFault()
    {
        using var http = new HttpClient();
        using var source = new JwksKeySource(JwksKeySource.Reader(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()), http), _forge.Clock, () => { });

        (await source.RefreshAsync(default)).ShouldBeFalse();
        source.LastFault.ShouldNotBeEmpty();
    }

    private JwksKeySource Source() => new(
        _ =>
        {
            _reads++;
            return _document is null ? throw new HttpRequestException("unreachable") : Task.FromResult(Encoding.UTF8.GetBytes(_document));
        },
        _forge.Clock,
        _forge.Cache.Clear);

    private TokenValidator Validator(IKeySource source) => new([new TrustedIssuer(TokenForge.Issuer, TokenForge.Audience, source)], _forge.Cache, _forge.Clock);

    private void Publish(params string[] keys) => _document = $$"""{"keys":[{{string.Join(",", keys)}}]}""";

    private string Claims() => _forge.Claims().ToJsonString();
}
