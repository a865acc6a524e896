using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Shares;

/// <summary>
/// Reservations of one size that are held already, each under its own id and in all the budgets of one kind of call: what is decided out of it is settled as any other
/// reservation is.
/// </summary>
internal sealed class BudgetLot : Lot
{
    private readonly Stack<Held> _free = new();

    /// <summary>The operations that took each of them; their costs are what each holds.</summary>
    public required CounterOperation[] Taken { get; init; }

    /// <summary>The lease that was asked for, milliseconds.</summary>
    public required long LeaseMs { get; init; }

    public override long Left => _free.Count;

    public override long RoomLeft => _free.TryPeek(out var last) ? ShareRoom.OfBudgets(Taken, last.Readings) : 0;

    public void Add(in Held held) => _free.Push(held);

    public bool TryUse(out Held held) => _free.TryPop(out held);

    /// <summary>
    /// The calls' budgets are the same, under the same rule, in the window that was held in, and ask for at least half of what is held, so that little is held for nothing.
    /// </summary>
    public bool Fits(ReadOnlySpan<CounterOperation> reserves, long leaseMs, long serverTime)
    {
        if (reserves.Length != Taken.Length || leaseMs != LeaseMs)
        {
            return false;
        }

        for (var i = 0; i < Taken.Length; i++)
        {
            ref readonly var asked = ref reserves[i];
            ref readonly var taken = ref Taken[i];
            if (!IsSame(asked, taken)
                || asked.Cost > taken.Cost || asked.Cost < taken.Cost - (taken.Cost / 2)
                || Windows.Pick(asked.Window, serverTime).Start != Windows.Pick(taken.Window, ServerTime).Start)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Of the same budget, by the same rule.</summary>
    public static bool IsSame(in CounterOperation one, in CounterOperation other) =>
        ReferenceEquals(one.Budget, other.Budget) && one.Cap == other.Cap && one.Gate == other.Gate
        && string.Equals(one.Descriptor, other.Descriptor, StringComparison.Ordinal);

    /// <summary>What gives one of them back.</summary>
    public Reservation ToReservation(string tenant, in Held held)
    {
        var budgets = new HeldBudget[Taken.Length];
        for (var i = 0; i < budgets.Length; i++)
        {
            ref readonly var taken = ref Taken[i];
            var (start, end) = Windows.Pick(taken.Window, ServerTime);
            budgets[i] = new HeldBudget(taken.Name, taken.Descriptor, taken.Budget!.Unit, start, end, taken.Cost, taken.Cap);
        }

        return new Reservation(held.Id, tenant, held.LeaseEnd, budgets);
    }

    /// <summary>One reservation, with what the budgets said when it was made.</summary>
    internal readonly record struct Held(Guid Id, long LeaseEnd, CounterReading[] Readings);
}
