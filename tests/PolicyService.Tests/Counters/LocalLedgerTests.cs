using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Ledgers;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>The ledger's file: what it keeps over a restart, what it drops.</summary>
public sealed class LocalLedgerTests : IDisposable
{
    private const long Now = 1_800_000_000_000;
    private const long TwoDays = 48 * 3_600_000L;

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ReadAsync_AfterARestart_HasEveryRowOfTheTenantInOrder()
    {
        var rows = Enumerable.Range(1, 5).Select(cost => Row(cost)).ToArray();
        using (var ledger = Open())
        {
            foreach (var row in rows)
            {
                ledger.Append(row);
                ledger.Append(Row(99, "globex"));
            }
        }

        using var again = Open();
        var read = await ReadAsync(again);
        read.Select(row => row.ReservationId).ShouldBe(rows.Select(row => row.ReservationId));
        read.Select(row => row.Actual[0].Value).ShouldBe([1, 2, 3, 4, 5]);
        read[0].Budgets.ShouldBe(rows[0].Budgets);
        again.Append(Row(6));
        (await ReadAsync(again, read[^1].Mark)).ShouldHaveSingleItem().Actual[0].Value.ShouldBe(6);
    }

    [Fact]
    public async Task ReadAsync_OwedOnly_IsWhatNobodyBroughtAlsoOverARestart()
    {
        using (var ledger = Open())
        {
            var (paid, owed) = (ledger.Append(Row(1)), ledger.Append(Row(2)));
            ledger.MarkPaid(paid);
            (await ReadAsync(ledger, owedOnly: true)).ShouldBeEmpty("the second's answer may come yet");
            ledger.MarkOwed(owed);
            ledger.MarkOwed(paid);
            (await ReadAsync(ledger, owedOnly: true)).ShouldHaveSingleItem().Actual[0].Value.ShouldBe(2);
            ledger.Append(Row(3));
            (await ReadAsync(ledger)).Count.ShouldBe(3);
        }

        using (var again = Open())
        {
            var owed = await ReadAsync(again, owedOnly: true);
            owed.Select(row => row.Actual[0].Value).ShouldBe([2, 3], "a process that has died waits for no answer");
            again.MarkPaid(owed[0]);
        }

        using var third = Open();
        (await ReadAsync(third, owedOnly: true)).ShouldHaveSingleItem().Actual[0].Value.ShouldBe(3);
        (await ReadAsync(third)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task ReadAsync_Withdrawn_IsNeverThereAgain()
    {
        using (var ledger = Open())
        {
            ledger.Append(Row(1));
            ledger.Withdraw(ledger.Append(Row(2)));
            (await ReadAsync(ledger)).ShouldHaveSingleItem().Actual[0].Value.ShouldBe(1);
        }

        using var again = Open();
        (await ReadAsync(again)).ShouldHaveSingleItem().Actual[0].Value.ShouldBe(1);
        (await ReadAsync(again, owedOnly: true)).ShouldHaveSingleItem().Actual[0].Value.ShouldBe(1);
    }

    [Fact]
    public void EpochOf_AfterRestarts_IsTheLastAndTheTenantIsKnown()
    {
        using (var ledger = Open())
        {
            ledger.IsNew("acme").ShouldBeTrue();
            ledger.SetEpoch("acme", 7);
            ledger.SetEpoch("acme", 9);
            ledger.SetFrozen("globex", true);
        }

        for (var restart = 0; restart < 2; restart++)
        {
            using var again = Open();
            again.EpochOf("acme").ShouldBe(9);
            again.EpochOf("globex").ShouldBe(0);
            (again.IsNew("acme"), again.IsNew("globex"), again.IsNew("initech")).ShouldBe((false, false, true));
        }
    }

    [Fact]
    public async Task Open_RowsThatNobodyAsksFor_AreDropped()
    {
        using (var ledger = Open())
        {
            ledger.Append(Row(1, windowEnd: Now - TwoDays));
            ledger.Append(Row(2, windowEnd: Now - TwoDays + 1));
            ledger.Append(Row(3, windowEnd: long.MaxValue));
        }

        using var again = Open();
        (await ReadAsync(again)).Select(row => row.Actual[0].Value).ShouldBe([2, 3]);
    }

    [Fact]
    public void IsFrozen_AfterRestarts_IsAsItWasSet()
    {
        using (var ledger = Open())
        {
            ledger.SetFrozen("acme", true);
            ledger.SetFrozen("globex", true);
            ledger.SetFrozen("globex", false);
        }

        for (var restart = 0; restart < 2; restart++)
        {
            using var again = Open();
            again.IsFrozen("acme").ShouldBeTrue();
            again.IsFrozen("globex").ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("{\"Row\":{\"Tena")]
    [InlineData("\0\0\0\0")]
    [InlineData("null\n")]
    [InlineData("\n")]
    public async Task Open_LastLineCutOff_KeepsTheRestAndGoesOn(string rest)
    {
        using (var ledger = Open())
        {
            ledger.Append(Row(1));
        }

        await File.AppendAllTextAsync(Path.Combine(_folder, "settles.jsonl"), rest);
        using var again = Open();
        again.Append(Row(2));
        (await ReadAsync(again)).Select(row => row.Actual[0].Value).ShouldBe([1, 2]);
    }

    /// <summary>The disk fills in the middle of a line, for once: what was not acknowledged does not count, and what comes behind it does.</summary>
    [Fact]
    public async Task Append_DiskFullInTheMiddleOfALine_LeavesNothingOfIt()
    {
        var isFull = false;
        void Reached(string point)
        {
            if (isFull)
            {
                throw new IOException(point);
            }
        }

        using (var ledger = new LocalLedger(_folder, Now, Reached))
        {
            ledger.Append(Row(2));
            isFull = true;
            Should.Throw<IOException>(() => ledger.Append(Row(3)));
            Should.Throw<IOException>(() => ledger.SetFrozen("acme", true));
            isFull = false;
            ledger.Append(Row(4));
            ledger.IsFrozen("acme").ShouldBeFalse();
            (await ReadAsync(ledger)).Select(row => row.Actual[0].Value).ShouldBe([2, 4]);
        }

        using var again = Open();
        (await ReadAsync(again)).Select(row => row.Actual[0].Value).ShouldBe([2, 4]);
    }

    private LocalLedger Open() => new(_folder, Now);

    private static LedgerRow Row(long cost, string tenant = "acme", long windowEnd = Now) => new(
        tenant, Guid.NewGuid(), Now, [new HeldBudget("daily", "d", "credits", 0, windowEnd, cost, 100)], [new Amount("credits", cost)]);

    private static async Task<List<LedgerRow>> ReadAsync(LocalLedger ledger, long after = 0, bool owedOnly = false)
    {
        var rows = new List<LedgerRow>();
        await foreach (var row in ledger.ReadAsync("acme", after, owedOnly, CancellationToken.None))
        {
            rows.Add(row);
        }

        return rows;
    }
}
