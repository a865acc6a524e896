using AiDesk.SystemFaults.Faults;
using AiDesk.SystemFaults.Services;
using Xunit.Abstractions;

namespace AiDesk.SystemFaults;

/// <summary>
/// The whole system under load while its parts break one after the other: what people saw, what was lost, how long it took to recover, as a table. A few faults
/// of three seconds; with <c>AIDESK_CAMPAIGN</c> all of them, of eight; <c>AIDESK_FAULTS</c> takes only those whose name contains it.
/// </summary>
public sealed class CampaignTests(ITestOutputHelper output)
{
    private static readonly bool IsCampaign = Environment.GetEnvironmentVariable("AIDESK_CAMPAIGN") is { Length: > 0 };

    private static readonly string Chosen = Environment.GetEnvironmentVariable("AIDESK_FAULTS") ?? "";

    [Fact]
    public async Task System_WhateverBreaksUnderLoad_KeepsWhatItPromised()
    {
        await using var system = await WholeSystem.StartAsync();
        var problems = new List<string>();
        output.WriteLine(FaultRun.Header);
        var number = 0;
        foreach (var fault in (IsCampaign || Chosen.Length > 0 ? AllFaults.Product : AllFaults.Few).Where(fault => fault.Name.Contains(Chosen, StringComparison.Ordinal)))
        {
            var run = new FaultRun(system, fault, ++number, TimeSpan.FromSeconds(IsCampaign ? 8 : 3));
            output.WriteLine(await run.RunAsync());
            problems.AddRange(run.Problems);
        }

        problems.ShouldBeEmpty();
    }
}
