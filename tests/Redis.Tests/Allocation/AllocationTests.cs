using System.Diagnostics;
using System.Globalization;
using AiDesk.Redis.Tests.Stores;
using Xunit.Abstractions;

namespace AiDesk.Redis.Tests.Allocation;

/// <summary>
/// What a decision's counters allocate once the pools are filled: the reply's bytes, one array for each decision, because a
/// reply is read before it is known whose it is. Everything else is reused. With many in flight the runtime's pool of asynchronous methods runs dry now and then: it keeps
/// one for each thread and a few for all.
/// </summary>
[Collection(RedisCollection.Name)]
public sealed class AllocationTests(RedisFixture redis, ITestOutputHelper output)
{
    /// <summary>Head of an array, the answer's head, 26 bytes for each operation.</summary>
    private const int ReplyBytes = 24 + 29 + (26 * Allocator.Operations);

    [Fact]
    public async Task ApplyAsync_InSteadyState_AllocatesTheReplyAndLittleElse()
    {
        string[] arguments = [typeof(AllocationTests).Assembly.Location, "allocate", redis.Server.Port.ToString(CultureInfo.InvariantCulture), StoreFixture.NewSpace()];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var bytes = new Dictionary<int, int>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var parts = line.Split(' ');
            bytes[Number(parts[0])] = Number(parts[1]);
            output.WriteLine($"| allocation | {parts[0]} in flight | {parts[1]} bytes a decision of {Allocator.Operations} operations |");
        }

        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        bytes[1].ShouldBeLessThan(ReplyBytes + 64);
        bytes[64].ShouldBeLessThan(3 * ReplyBytes);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
