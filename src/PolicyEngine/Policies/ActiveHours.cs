using System.Collections.Immutable;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Policies;

/// <summary><c>active_hours:</c>: when agents may act, by the wall clock of the tenant's time zone.</summary>
public sealed record ActiveHours
{
    /// <summary>Seven entries, Sunday first (<see cref="DayOfWeek"/>): the minutes of the day that are open, [from, to) from 0 to 1440, in order.</summary>
    public required ImmutableArray<ImmutableArray<MinuteRange>> Days { get; init; }

    /// <summary>What a call outside asks for: deny, require_approval or escalate.</summary>
    public Verdict Outside { get; init; } = Verdict.Deny;

    public Enforcement Enforcement { get; init; } = Enforcement.Enforce;

    /// <summary>Is the moment within the hours? On a day that the clock is put back, both passes through an hour count alike.</summary>
    public bool Contains(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var minute = (local.Hour * 60) + local.Minute;
        foreach (var range in Days[(int)local.DayOfWeek])
        {
            if (minute >= range.From && minute < range.To)
            {
                return true;
            }
        }

        return false;
    }
}

public readonly record struct MinuteRange(int From, int To);
