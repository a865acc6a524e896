namespace AiDesk.Policy.Service.Approvals;

/// <summary>How much may wait for people, and where it is kept: held calls and reviews have such bounds each for themselves.</summary>
internal sealed record WaitingOptions
{
    /// <summary>Folder of the log; empty keeps everything in memory only.</summary>
    public string StateFolder { get; init; } = "";

    /// <summary>Most of all tenants: 100,000 by default.</summary>
    public int Limit { get; init; } = 100_000;

    /// <summary>Most of one tenant: 20,000 by default.</summary>
    public int LimitPerTenant { get; init; } = 20_000;

    /// <summary>How long what is decided or has lapsed still answers who asks again: a day by default, less when the room is needed.</summary>
    public TimeSpan KeepResolved { get; init; } = TimeSpan.FromDays(1);
}
