namespace AiDesk.Policy.Service.Approvals;

/// <summary>How many calls may wait, and where they are kept.</summary>
internal sealed record HeldCallsOptions
{
    /// <summary>Folder of the log; empty keeps calls in memory only.</summary>
    public string StateFolder { get; init; } = "";

    /// <summary>Most held calls of all tenants: 100,000 by default. At the limit a new one is refused, and its decision is DENY.</summary>
    public int Limit { get; init; } = 100_000;

    /// <summary>Of one tenant: 20,000 by default.</summary>
    public int LimitPerTenant { get; init; } = 20_000;

    /// <summary>How long a decided or expired call still answers who asks again: a day by default.</summary>
    public TimeSpan KeepResolved { get; init; } = TimeSpan.FromDays(1);
}
