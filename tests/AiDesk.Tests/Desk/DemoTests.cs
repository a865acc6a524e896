using System.Text.Json;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Desk;

/// <summary>Policy service and desk as `./run.sh` starts them, on a PostgreSQL that they make themselves, and the demonstration on them.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Demo_OnAFreshDesk_SendsOneMessageAndStopsTheAttack()
    {
        using var folder = new TemporaryFolder();
        Open(folder);
        await using (var services = await StartAsync(folder))
        {
            for (var time = 0; time < 2; time++)
            {
                var demo = await CommandRun.OfAsync("demo", "--desk-address", await DeskOfAsync(folder), "--state-dir", folder.In("state"));
                demo.Status.ShouldBe(0, demo.Output + demo.Error);
                demo.Output.ShouldContain("run approved_sent, messages of the agent: 1");
                demo.Output.ShouldContain("the same receipt, nothing done twice");
                demo.Output.ShouldContain("deny");
                demo.Output.ShouldContain("run completed (injection), messages of the agent: 0");
            }

            var verified = await CommandRun.OfAsync("verify", "desk", "--state-dir", folder.In("state"));
            verified.Status.ShouldBe(0, verified.Output);
            verified.Output.ShouldContain("invariants hold");
        }

        // What was there is there again.
        await using (await StartAsync(folder))
        {
            var verified = await CommandRun.OfAsync("verify", "desk", "--state-dir", folder.In("state"));
            verified.Output.ShouldContain("every sent run has exactly one message (2 counted)");

            // History of any size, once, and only where it belongs.
            string[] seed = ["seed", "--runs", "50", "--state-dir", folder.In("state")];
            (await CommandRun.OfAsync(seed)).Output.ShouldContain("harbour-pay: 50 runs added");
            (await CommandRun.OfAsync(seed)).Output.ShouldContain("tienda-alba: there are so many already");
            var refused = await CommandRun.OfAsync([.. seed, "--tenant", "acme"]);
            refused.Status.ShouldBe(1);
            refused.Error.ShouldContain("--force");
            (await CommandRun.OfAsync([.. seed, "--tenant", "acme", "--force"])).Status.ShouldBe(0);
            (await CommandRun.OfAsync(seed)).Error.ShouldContain("acme has conversations");
            (await CommandRun.OfAsync("seed", "--runs", "0", "--state-dir", folder.In("state"))).Status.ShouldBe(2);
            (await CommandRun.OfAsync("verify", "desk", "--state-dir", folder.In("state"))).Status.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Verify_NoDesk_SaysWhatToName()
    {
        using var folder = new TemporaryFolder();
        var verified = await CommandRun.OfAsync("verify", "desk", "--state-dir", folder.In("state"));
        verified.Status.ShouldBe(2);
        verified.Error.ShouldContain("--postgres");
    }

    [Fact]
    public async Task Demo_NoDeskAnswers_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var demo = await CommandRun.OfAsync("demo", "--desk-address", "http://127.0.0.1:9", "--state-dir", folder.In("state"));
        demo.Status.ShouldBe(3, demo.Output + demo.Error);
    }

    private static Task<RunningCommand> StartAsync(TemporaryFolder folder) => RunningCommand.StartAsync(folder, "--desk", "--desk-http", "127.0.0.1:0", "--desk-grpc", "127.0.0.1:0");

    private static async Task<string> DeskOfAsync(TemporaryFolder folder)
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(folder.In("addresses")));
        return document.RootElement.GetProperty("desk_grpc").GetString()!;
    }

    /// <summary>So that whoever PostgreSQL runs as reaches the state folder, and nothing stays behind elsewhere.</summary>
    private static void Open(TemporaryFolder folder)
    {
        const UnixFileMode everyoneEnters = (UnixFileMode)0b111_101_101;
        Directory.CreateDirectory(folder.In("state"));
        File.SetUnixFileMode(folder.Path, everyoneEnters);
        File.SetUnixFileMode(folder.In("state"), everyoneEnters);
    }
}
