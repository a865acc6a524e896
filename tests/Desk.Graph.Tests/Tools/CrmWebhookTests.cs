using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiDesk.Agent.Graph;
using AiDesk.Agent.Tools;
using AiDesk.Agent.Tools.Crm;
using AiDesk.Agent.Tools.Webhook;
using AiDesk.Desk.GraphTests.Harness;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Desk.GraphTests.Tools;

/// <summary>A CRM outside: signed, one key a call, bounded.</summary>
[Collection("graph")]
public sealed class CrmWebhookTests(GraphFixture fixture)
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static TheoryData<string, string> Faults => new()
    {
        { "500", nameof(HttpRequestException) },
        { "redirect", nameof(HttpRequestException) },
        { "too long", "OutputTooLong" },
        { "hang", nameof(TimeoutException) },
    };

    [Fact]
    public async Task Process_ExternalTool_SignedOnceAndFiltered()
    {
        await using var crm = await LoopbackCrm.StartAsync(context => context.Response.WriteAsync("""{"order_id":"ORD-100200","status":"externo","internal":"KX-SECRET-1"}""", context.RequestAborted));
        await using var desk = await GraphDesk.StartAsync(fixture, options: With(crm));
        await desk.SetAsync(CrmSeed.Shop, "copilot", 2);

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100200?");

        run.Draft.ShouldContain("externo", customMessage: run.ToString());
        var call = crm.Calls.ShouldHaveSingleItem();
        call.Signature.ShouldBe(CrmWebhook.Signature(Key, call.Timestamp, call.Body));
        call.IdempotencyKey.ShouldStartWith(run.RunId.ToString());
        JsonDocument.Parse(call.Body).RootElement.GetProperty("arguments").GetProperty("order_id").GetString().ShouldBe("ORD-100200");
        desk.Model.Texts.ShouldAllBe(prompt => !prompt.Contains("KX-SECRET", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Send_Fault_ToolFails(string fault, string type)
    {
        await using var crm = await LoopbackCrm.StartAsync(async context =>
        {
            switch (fault)
            {
                case "500":
                    context.Response.StatusCode = 500;
                    break;
                case "redirect":
                    context.Response.Redirect("http://127.0.0.1:1/");
                    break;
                case "too long":
                    await context.Response.WriteAsync(new string('x', 5000), context.RequestAborted);
                    break;
                default:
                    await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                    break;
            }
        });
        using var webhook = new CrmWebhook(TimeProvider.System);

        var failed = await Should.ThrowAsync<ToolFailedException>(() => webhook.SendAsync(
            Endpoint(crm) with { MaxBytes = 1024, Timeout = TimeSpan.FromMilliseconds(fault == "hang" ? 200 : 20_000) }, Guid.NewGuid(), "a", "get_order", "{}", "c-1", CancellationToken.None));

        failed.Type.ShouldBe(type);
    }

    [Theory]
    [InlineData("https://crm.example/hook", "crm.example", true)]
    [InlineData("https://crm.example/hook", "other.example", false)]
    [InlineData("http://crm.example/hook", "crm.example", false)]
    [InlineData("http://127.0.0.1:9/hook", "", true)]
    [InlineData("https://10.0.0.7/hook", "", false)]
    public void Problems_Url_AllowedHostOrLoopback(string url, string host, bool good) =>
        new CrmEndpoint { Url = new Uri(url), KeyId = "k1", Key = Key, AllowedHosts = host.Length > 0 ? [host] : [] }.Problems().Any().ShouldBe(!good);

    [Fact]
    public void Signature_KnownKey_IsHmacOfTimestampAndBody()
    {
        var body = Encoding.UTF8.GetBytes("""{"a":1}""");

        CrmWebhook.Signature(Key, "1763640000", body).ShouldBe("v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes("1763640000.{\"a\":1}"))));
    }

    private static CrmEndpoint Endpoint(LoopbackCrm crm) => new() { Url = crm.Address, KeyId = "k1", Key = Key };

    private static GraphOptions With(LoopbackCrm crm) =>
        new() { ExternalCrm = new Dictionary<string, CrmEndpoint>(StringComparer.Ordinal) { [CrmSeed.Shop] = Endpoint(crm) with { Tools = ["get_order"] } } };
}
