namespace AiDesk.Policy.Limits;

/// <summary>A hit that may be given back when its reservation is released (<c>refund: true</c>), with what its counter is found by.</summary>
/// <param name="Name">The limit's name in the policy.</param>
/// <param name="Descriptor">What it was counted by.</param>
/// <param name="Algorithm">The limit's, when it was counted.</param>
/// <param name="Rate">Hits per window.</param>
/// <param name="WindowMs">Length of the window, milliseconds.</param>
/// <param name="Burst">GCRA: hits at once.</param>
/// <param name="Calendar">Unit of a calendar window.</param>
/// <param name="WindowStart">Start of the calendar window that it was counted in, Unix milliseconds; 0 when it is none.</param>
/// <param name="WindowEnd">End of that window.</param>
/// <param name="Hits">How many were counted, 1 and up.</param>
/// <param name="Until">When they count no longer, Unix milliseconds; 0 when they always do.</param>
public readonly record struct CountedRate(
    string Name, string Descriptor, RateAlgorithm Algorithm, long Rate, long WindowMs, long Burst, CalendarUnit Calendar, long WindowStart, long WindowEnd, long Hits, long Until);
