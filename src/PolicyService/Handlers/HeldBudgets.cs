using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>What a decision's readings say that can be settled: what is held in budgets, and hits that a release gives back.</summary>
internal static class HeldBudgets
{
    /// <summary>Null when nothing is held and nothing can be given back.</summary>
    public static Reservation? Of(Evaluation work)
    {
        var readings = work.Counters.Readings;
        List<HeldBudget>? budgets = null;
        List<CountedRate>? rates = null;
        var operations = work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            ref readonly var operation = ref operations[i];
            if (operation.Kind == CounterKind.Reserve && readings.Reserved)
            {
                var window = WindowAt(operation.Window, readings.Now);
                (budgets ??= []).Add(new HeldBudget(operation.Name, operation.Descriptor, operation.Budget!.Unit, window.Start, window.End, operation.Cost, operation.Cap));
            }
            else if (IsRefundable(operation, readings[i]))
            {
                var (rule, window) = (operation.Rate!, WindowAt(operation.Window, readings.Now));
                (rates ??= []).Add(new CountedRate(
                    operation.Name, operation.Descriptor, rule.Algorithm, rule.Rate, rule.WindowMs, rule.Burst, rule.Calendar, window.Start, window.End, operation.Cost, readings[i].ResetAt));
            }
        }

        return budgets is null && rates is null
            ? null
            : new Reservation(readings.ReservationId, work.Counters.Tenant, readings.LeaseEnd, budgets ?? []) { Rates = rates ?? [] };
    }

    /// <summary>What a counter of this process has counted is not in the shared one.</summary>
    private static bool IsRefundable(in CounterOperation operation, in CounterReading reading) =>
        operation is { Kind: CounterKind.Rate, Rate.Refund: true, Cost: > 0 } && reading is { State: CounterState.Ok, Local: false };

    /// <summary>The window that the store took, by its own clock.</summary>
    private static (long Start, long End) WindowAt(CalendarWindow window, long now) =>
        now < window.End ? (window.Start, window.End) : (window.End, window.NextEnd);
}
