using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>A live reservation: what it holds in which budgets, and until when.</summary>
internal sealed class Lease
{
    private (BudgetEntry Budget, long Amount)[] _held = new (BudgetEntry, long)[4];

    /// <summary>Unix milliseconds.</summary>
    public long End;

    public int Count { get; private set; }

    /// <summary>Holds an amount; when it was forced above the cap no more than a number holds (<see cref="Amount.Greatest"/>).</summary>
    public void Hold(BudgetEntry budget, long amount)
    {
        amount = Math.Min(amount, Amount.Greatest - budget.Used);
        if (Count == _held.Length)
        {
            Array.Resize(ref _held, Count * 2);
        }

        budget.Reserved += amount;
        _held[Count++] = (budget, amount);
    }

    /// <summary>Gives back what is held; afterwards the lease holds nothing.</summary>
    public void Release()
    {
        foreach (var (budget, amount) in _held.AsSpan(0, Count))
        {
            budget.Reserved -= amount;
        }

        Array.Clear(_held, 0, Count);
        Count = 0;
    }
}
