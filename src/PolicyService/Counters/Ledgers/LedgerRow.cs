using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>One commit.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="ReservationId">What makes it unique.</param>
/// <param name="At">When it was settled, Unix milliseconds.</param>
/// <param name="Budgets">Where it was held, and what was held there.</param>
/// <param name="Actual">What it cost, per unit; a unit that is absent cost what was held.</param>
internal sealed record LedgerRow(string Tenant, Guid ReservationId, long At, IReadOnlyList<HeldBudget> Budgets, IReadOnlyList<Amount> Actual)
{
    /// <summary>Its place in the ledger, 1 and up; given by the ledger.</summary>
    public long Mark { get; init; }

    /// <summary>From when on no counter is asked for it, Unix milliseconds.</summary>
    public long ExpiresAt
    {
        get
        {
            var latest = 0L;
            foreach (var held in Budgets)
            {
                latest = Math.Max(latest, Counters.Budgets.ExpiryOf(held.WindowEnd));
            }

            return latest;
        }
    }

    public static LedgerRow Of(Reservation reservation, ReadOnlySpan<Amount> actual, long now) =>
        new(reservation.Tenant, reservation.Id, now, reservation.Budgets, actual.ToArray());

    public Reservation ToReservation() => new(ReservationId, Tenant, 0, Budgets);
}
