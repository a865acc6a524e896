using System.Buffers.Text;
using System.Text.Json;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Tokens;

public sealed class TokenCommandTests
{
    [Fact]
    public async Task Token_TenantAndRole_PrintsOneSignedTokenOfTheDevelopmentKey()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync("token", "--tenant", "acme", "--role", "approver", "--sub", "ana", "--ttl", "15m", "--state-dir", folder.Path);

        run.Status.ShouldBe(0, run.Error);
        var parts = run.Output.Trim().Split('.');
        parts.Length.ShouldBe(3);
        Part(parts[0]).GetProperty("alg").GetString().ShouldBe("ES256");
        var claims = Part(parts[1]);
        claims.GetProperty("tenant_id").GetString().ShouldBe("acme");
        claims.GetProperty("sub").GetString().ShouldBe("ana");
        (claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64()).ShouldBe(900);
    }

    [Fact]
    public async Task Token_SameStateFolder_SignsWithTheSameKeyThatOnlyItsOwnerMayRead()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["token", "--tenant", "acme", "--role", "service", "--state-dir", folder.Path];

        var first = await CommandRun.OfAsync(command);
        var second = await CommandRun.OfAsync(command);

        KeyOf(second).ShouldBe(KeyOf(first));
        var key = Directory.GetFiles(folder.Path).ShouldHaveSingleItem();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static string? KeyOf(CommandRun run) => Part(run.Output.Split('.')[0]).GetProperty("kid").GetString();

    private static JsonElement Part(string text) => JsonDocument.Parse(Base64Url.DecodeFromChars(text)).RootElement;
}
