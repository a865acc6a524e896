using AiDesk.Identity;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Security;

/// <summary>
/// The <c>reservation_id</c> of the wire: a signed <see cref="Reservation"/>, so that a settle needs no record of the store's. It does not expire here: spend
/// that is settled after its lease is spend all the same.
/// </summary>
internal sealed class ReservationTokens(KeyRing ring)
{
    /// <summary>Longest token, in bytes before base64url.</summary>
    public const int SizeLimit = 4096;

    private readonly TokenSeal _seal = new(ring.For("reservation"), SizeLimit);

    /// <summary>Null when the reservation does not fit: then the caller has no token to settle with and must release it.</summary>
    public string? Create(Reservation reservation)
    {
        Span<byte> payload = stackalloc byte[_seal.PayloadLimit];
        var writer = new TokenWriter(payload);
        writer.Id(reservation.Id);
        writer.Text(reservation.Tenant);
        writer.Int64(reservation.LeaseEnd);
        writer.Byte((byte)Math.Min(reservation.Budgets.Count, CounterBatch.Limit));
        foreach (var held in reservation.Budgets)
        {
            writer.Text(held.Budget);
            writer.Text(held.Descriptor);
            writer.Text(held.Unit);
            writer.Int64(held.WindowStart);
            writer.Int64(held.WindowEnd);
            writer.Int64(held.Held);
            writer.Int64(held.Cap);
        }

        foreach (var rate in reservation.Rates)
        {
            writer.Text(rate.Name);
            writer.Text(rate.Descriptor);
            writer.Byte((byte)rate.Algorithm);
            writer.Int64(rate.Rate);
            writer.Int64(rate.WindowMs);
            writer.Int64(rate.Burst);
            writer.Byte((byte)rate.Calendar);
            writer.Int64(rate.WindowStart);
            writer.Int64(rate.WindowEnd);
            writer.Int64(rate.Hits);
            writer.Int64(rate.Until);
        }

        return writer.Overflow || reservation.Budgets.Count > CounterBatch.Limit ? null : _seal.Sign(payload[..writer.Written]);
    }

    /// <summary>Null for what we did not sign and for another tenant's: the caller answers both with the same NOT_FOUND.</summary>
    public Reservation? Read(ReadOnlySpan<char> token, string tenant)
    {
        Span<byte> bytes = stackalloc byte[SizeLimit];
        if (!_seal.TryOpen(token, bytes, out var payload))
        {
            return null;
        }

        var reader = new TokenReader(payload);
        var id = reader.Id();
        var owner = reader.Text();
        var leaseEnd = reader.Int64();
        var budgets = new HeldBudget[Math.Min(reader.Byte(), (byte)CounterBatch.Limit)];
        for (var index = 0; index < budgets.Length; index++)
        {
            budgets[index] = new HeldBudget(
                reader.Text(), reader.Text(), reader.Text(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64());
        }

        var rates = new List<CountedRate>();
        while (!reader.IsComplete && !reader.Failed && rates.Count < CounterBatch.Limit)
        {
            rates.Add(new CountedRate(
                reader.Text(), reader.Text(), (RateAlgorithm)reader.Byte(), reader.Int64(), reader.Int64(), reader.Int64(), (CalendarUnit)reader.Byte(),
                reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64()));
        }

        return reader.IsComplete && owner == tenant ? new Reservation(id, owner, leaseEnd, budgets) { Rates = rates.Count == 0 ? [] : rates } : null;
    }
}
