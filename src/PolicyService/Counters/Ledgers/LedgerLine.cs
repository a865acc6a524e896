using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>One line of the ledger's file: a row, or what became of one, or what is kept of a tenant. Exactly one of them.</summary>
internal sealed record LedgerLine
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    public LedgerRow? Row { get; init; }

    /// <summary>Mark of a row that the counters have got.</summary>
    public long Paid { get; init; }

    /// <summary>Mark of a row that never counts.</summary>
    public long Withdrawn { get; init; }

    public TenantSwitch? Switch { get; init; }

    public TenantEpoch? Epoch { get; init; }

    /// <summary>With its end of line.</summary>
    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <summary>Null for what is none: the last line of a process that lost power.</summary>
    public static LedgerLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<LedgerLine>(text, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A kill switch as it was set.</summary>
internal sealed record TenantSwitch(string Tenant, bool Frozen);

/// <summary>The tenant's rows so far are in the counters of this epoch.</summary>
internal sealed record TenantEpoch(string Tenant, long At);
