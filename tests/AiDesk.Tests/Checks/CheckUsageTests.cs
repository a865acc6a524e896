using System.Net;
using System.Net.Sockets;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Checks;

/// <summary>What `aidesk check` says when it cannot ask.</summary>
public sealed class CheckUsageTests
{
    public static TheoryData<string[], string> Mistakes => new()
    {
        { ["check", "input", "--tenant", "t"], "Give the text in one way" },
        { ["check", "input", "a", "--file", "b", "--tenant", "t"], "Give the text in one way" },
        { ["check", "input", "a"], "Say for whom" },
        { ["check", "input", "a", "--tenant", "t", "--token", "x"], "exclude each other" },
        { ["check", "input", "a", "--tenant", "Not A Tenant"], "no tenant id" },
        { ["check", "input", "a", "--tenant", "t", "--mode", "manual"], "copilot | autopilot" },
        { ["check", "input", "--file", "rows.jsonl", "--tenant", "t", "--in-flight", "0"], "--in-flight is 1 to 1024" },
        { ["check", "input", "--file", "no-such-file.txt", "--tenant", "t"], "no-such-file.txt" },
        { ["check", "input", "a", "--tenant", "t", "--address", "ftp://x"], "is not an address" },
        { ["check"], "Required command was not provided" },
        { ["token", "--tenant", "t", "--role", "king"], "king" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Command_Mistake_SaysWhatAndEndsWithUsage(string[] arguments, string problem)
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync([("AIDESK_STATE_DIR", folder.Path)], arguments);

        run.Error.ShouldContain(problem);
        run.Status.ShouldBe(2);
    }

    [Fact]
    public async Task Check_NobodyListens_SaysHowToStartTheService()
    {
        using var folder = new TemporaryFolder();
        var address = $"http://{ClosedPort()}";

        var run = await CommandRun.OfAsync([("AIDESK_STATE_DIR", folder.Path)], "check", "input", "Hola", "--tenant", "t", "--address", address);

        run.Status.ShouldBe(3);
        run.Error.ShouldContain("No policy service answers");
        run.Error.ShouldContain("aidesk up");
    }

    [Fact]
    public async Task CheckRows_NobodyListens_EndsAtOnce()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("rows.jsonl", string.Concat(Enumerable.Repeat("""{"text":"Hola"}""" + "\n", 1000)));

        var run = await CommandRun.OfAsync(
            [("AIDESK_STATE_DIR", folder.Path)], "check", "input", "--file", file, "--tenant", "t", "--address", $"http://{ClosedPort()}");

        run.Status.ShouldBe(3);
        run.Error.Split("No policy service answers").Length.ShouldBe(2);
    }

    /// <summary>A port that was free a moment ago.</summary>
    private static IPEndPoint ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
