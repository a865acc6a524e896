using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Desk.ApprovalsTests.Model;

/// <summary>Random lives of a desk, with crashes, zombies and clocks that jump.</summary>
public sealed class DeskModelTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    /// <summary>`./bench.sh campaign` lives through thirty times as many, with the five times of its fresh seeds.</summary>
    private static readonly int Lives = Environment.GetEnvironmentVariable("AIDESK_CAMPAIGN") is { Length: > 0 } ? 60 : 10;

    [Fact]
    public void Desk_WhateverHappens_HoldsItsInvariants() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Lives).WithCommittedSeed(20261121, 9),
        Prop.ForAll(DeskOperation.Sequences, (Func<DeskOperation[], Task<bool>>)LiveAsync));

    private async Task<bool> LiveAsync(DeskOperation[] operations)
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var model = new DeskModel(bench);
        foreach (var operation in operations)
        {
            await model.ApplyAsync(operation);
            await model.CheckAsync();
        }

        await model.EndAsync();
        return true;
    }
}
