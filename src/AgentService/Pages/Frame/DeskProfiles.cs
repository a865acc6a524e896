using System.Collections.Concurrent;
using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>What a tenant is called and in which zone its days begin, for the frame of pages. Kept for a minute.</summary>
internal sealed class DeskProfiles(DeskDatabase database, TimeProvider clock)
{
    private const int Limit = 10_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (DeskProfile Profile, DateTimeOffset Read)> _known = new(StringComparer.Ordinal);

    public async ValueTask<DeskProfile> OfAsync(string tenant, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(tenant, out var known) && now - known.Read < Fresh)
        {
            return known.Profile;
        }

        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var row = (await work.QueryAsync<SettingsRow>("SELECT business, time_zone, locale FROM desk.settings WHERE tenant_id = @tenant", new { }, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
        var profile = new DeskProfile(row is { Business.Length: > 0 } ? row.Business : tenant, TimeZoneInfo.TryFindSystemTimeZoneById(row?.TimeZone ?? "UTC", out var zone) ? zone : TimeZoneInfo.Utc, row?.Locale ?? "en");
        if (_known.Count >= Limit)
        {
            _known.Clear();
        }

        _known[tenant] = (profile, now);
        return profile;
    }

    private sealed record SettingsRow
    {
        public string Business { get; init; } = "";

        public string TimeZone { get; init; } = "";

        public string Locale { get; init; } = "";
    }
}

/// <param name="Business">The tenant's id where it has no name.</param>
/// <param name="Zone">UTC where it has none.</param>
/// <param name="Locale">Of its customers.</param>
internal sealed record DeskProfile(string Business, TimeZoneInfo Zone, string Locale);
