using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Desk.ApprovalsTests.Model;

/// <summary>Random lives of a desk, with crashes, zombies and clocks that jump.</summary>
public sealed class DeskModelTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private const int Lives = 30;

    [Fact]
    public void Desk_WhateverHappens_HoldsItsInvariants() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Lives).WithReplay(20261121, 9),
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
