using AiDesk.Agent.Runs;
using Dapper;

namespace AiDesk.Desk.ApprovalsTests.Runs;

public sealed class RunMovesTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task All_TableOfTheDatabase_IsTheSame()
    {
        await using var database = await desk.CreateAsync();
        await using var worker = await database.OpenWorkerAsync(CancellationToken.None);
        var stored = await worker.QueryAsync<(string From, string To)>("SELECT from_state, to_state FROM desk.run_moves");
        stored.Select(move => (RunMoves.Parse(move.From), RunMoves.Parse(move.To))).ShouldBe(RunMoves.All, ignoreOrder: true);
    }

    [Fact]
    public void All_FinalStates_LeadNowhere() => RunMoves.All.ShouldAllBe(move => !RunMoves.IsFinal(move.From));
}
