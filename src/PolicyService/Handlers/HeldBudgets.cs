using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>The reservation that a decision's readings say is held.</summary>
internal static class HeldBudgets
{
    /// <summary>Null when nothing is held.</summary>
    public static Reservation? Of(Evaluation work)
    {
        var readings = work.Counters.Readings;
        if (!readings.Reserved)
        {
            return null;
        }

        var budgets = new List<HeldBudget>(4);
        var operations = work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            ref readonly var operation = ref operations[i];
            if (operation.Kind == CounterKind.Reserve)
            {
                var window = WindowAt(operation.Window, readings.Now);
                budgets.Add(new HeldBudget(operation.Name, operation.Descriptor, operation.Budget!.Unit, window.Start, window.End, operation.Cost, operation.Cap));
            }
        }

        return new Reservation(readings.ReservationId, work.Counters.Tenant, readings.LeaseEnd, budgets);
    }

    /// <summary>The window that the store took, by its own clock.</summary>
    private static (long Start, long End) WindowAt(CalendarWindow window, long now) =>
        now < window.End ? (window.Start, window.End) : (window.End, window.NextEnd);
}
