using System.Security.Cryptography;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Operations;

/// <summary>A secret in every setting that takes one: what the service says, and what it serves to whoever asks without a token, has none of them.</summary>
public sealed class SecretsTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Up_SecretsInEverySetting_NoneIsLoggedOrServed(string form)
    {
        using var folder = new TemporaryFolder();
        var secrets = Enumerable.Range(0, 8).Select(_ => "S" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12))).ToArray();
        var keys = Enumerable.Range(0, 2).Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))).ToArray();
        (string, string)[] variables =
        [
            ("AIDESK_LOG_FORMAT", form),
            ("AIDESK_KEYS", "k1:" + keys[0]),
            ("AIDESK_WEBHOOK_KEY", "w1:" + keys[1]),
            ("AIDESK_REDIS", $"redis://operator:{secrets[0]}@127.0.0.1:1"),
            ("AIDESK_REDIS_PASSWORD", secrets[1]),
            ("AIDESK_RECORDS_POSTGRES", $"Host={folder.Path};Database=aidesk;Username=aidesk;Password={secrets[2]};Timeout=1"),
            ("AIDESK_SHUTDOWN_SECONDS", "2"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=" + secrets[3]),
        ];
        await using var service = await RunningCommand.StartAsync(folder, variables, "--policy-dir", Repository.In("tests", "Clients", "policies"));
        var token = (await CommandRun.OfAsync("token", "--tenant", PolicyServiceFixture.Tenant, "--role", "service", "--state-dir", folder.In("state"))).Output.Trim();
        token.Split('.').Length.ShouldBe(3);
        foreach (var presented in new[] { token, token[..^4] + secrets[4][..4], secrets[5] })
        {
            await CommandRun.OfAsync([("AIDESK_TOKEN", presented), ("AIDESK_ADDRESS", service.Grpc.ToString())], "check", "input", "Mi clave es " + secrets[6]);
        }

        using var http = new HttpClient { BaseAddress = service.Http };
        var served = "";
        foreach (var path in new[] { "/metrics", "/healthz", "/healthz/live", "/healthz/ready", "/readyz" })
        {
            served += await (await http.GetAsync(new Uri(path, UriKind.Relative))).Content.ReadAsStringAsync();
        }

        await service.TerminateAsync();
        var end = await service.EndAsync();

        end.Status.ShouldBe(0, end.Error);
        foreach (var said in new[] { end.Output, end.Error, served })
        {
            said.ShouldNotBeEmpty();
            foreach (var secret in (string[])[.. secrets, .. keys, token, token.Split('.')[2]])
            {
                said.ShouldNotContain(secret);
            }
        }
    }
}
