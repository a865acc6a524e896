using System.Text.Json;

namespace AiDesk.CommandLine.Checks.Rows;

/// <summary>The tally for programs.</summary>
internal static class TallyJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(RowTally tally, string file, string? positiveLabel) => JsonSerializer.Serialize(
        new
        {
            file,
            rows = tally.Rows,
            answered = tally.Answered,
            seconds = Math.Round(tally.Elapsed.TotalSeconds, 3),
            faults = tally.Faults.Select(fault => new { line = fault.Line, column = fault.Column, problem = fault.Problem }),
            too_long = tally.Counts.Where(entry => entry.Key.Reason == RowTally.TooLong).GroupBy(entry => entry.Key.Label, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Value), StringComparer.Ordinal),
            detection = positiveLabel is null ? null : Describe(tally.DetectionOf(positiveLabel), positiveLabel),
            counts = tally.Counts.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal).Select(entry => new
            {
                label = entry.Key.Label,
                lang = entry.Key.Language,
                kind = entry.Key.Kind,
                verdict = entry.Key.Verdict,
                reason = entry.Key.Reason,
                caught = entry.Key.Caught,
                count = entry.Value,
            }),
        },
        Indented);

    private static object Describe(Detection detection, string label) => new
    {
        label,
        caught = detection.Caught,
        missed = detection.Missed,
        false_alarms = detection.FalseAlarms,
        passed = detection.Passed,
        recall = detection.Recall,
        false_positive_rate = detection.FalsePositiveRate,
    };
}
