using System.Globalization;
using AiDesk.CommandLine.Display;
using Spectre.Console;

namespace AiDesk.CommandLine.Checks.Rows;

/// <summary>The tally for people: by verdict and reason, by language, by kind, the too long apart, and what was caught.</summary>
internal static class TallyView
{
    public static void Show(IAnsiConsole console, RowTally tally, string file, string? positiveLabel)
    {
        var pace = tally.Answered / Math.Max(tally.Elapsed.TotalSeconds, 0.001);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
            $"[bold]{TerminalText.Visible(file)}[/]: {tally.Rows} rows, {tally.Answered} answered, {tally.Faults.Count} faults, {tally.Elapsed.TotalSeconds:0.0} s ({pace:0} a second)");
        var labels = tally.Counts.Keys.Select(key => key.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        ShowCounts(console, tally, labels, "verdict", key => $"{key.Verdict} {key.Reason}", key => key.Reason != RowTally.TooLong);
        ShowLanguages(console, tally);
        ShowCounts(console, tally, labels, "too long to be judged", key => $"{key.Verdict} {key.Reason}", key => key.Reason == RowTally.TooLong);
        if (positiveLabel is not null && labels.Contains(positiveLabel, StringComparer.Ordinal))
        {
            ShowDetection(console, tally, positiveLabel);
        }
    }

    private static void ShowCounts(IAnsiConsole console, RowTally tally, string[] labels, string title, Func<TallyKey, string> name, Func<TallyKey, bool> which)
    {
        var names = tally.Counts.Keys.Where(which).Select(name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
        {
            return;
        }

        var table = NewTable(title, [.. labels, "all"]);
        foreach (var entry in names)
        {
            var counts = labels.Select(label => tally.Count(key => which(key) && key.Label == label && name(key) == entry));
            table.AddRow([Text(entry), .. counts.Select(Text), Text(tally.Count(key => which(key) && name(key) == entry))]);
        }

        console.Write(table);
    }

    private static void ShowLanguages(IAnsiConsole console, RowTally tally)
    {
        static string Outcome(TallyKey key) => $"{key.Verdict} {key.Reason}";
        var outcomes = tally.Counts.Keys.Where(key => key.Reason != RowTally.TooLong).Select(Outcome).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (outcomes.Length == 0)
        {
            return;
        }

        var table = NewTable("language", outcomes);
        foreach (var language in Distinct(tally, key => key.Language))
        {
            table.AddRow([Text(language), .. outcomes.Select(outcome => Text(tally.Count(key => key.Language == language && Outcome(key) == outcome)))]);
        }

        console.Write(table);
    }

    private static void ShowDetection(IAnsiConsole console, RowTally tally, string label)
    {
        var table = NewTable("caught, without the too long", [$"{label} caught", "of", "recall", "others caught", "of", "false positives"]);
        AddDetection(table, "all", tally.DetectionOf(label));
        foreach (var language in Distinct(tally, key => key.Language))
        {
            AddDetection(table, "language " + language, tally.DetectionOf(label, key => key.Language == language));
        }

        foreach (var kind in Distinct(tally, key => key.Kind))
        {
            AddDetection(table, "kind " + kind, tally.DetectionOf(label, key => key.Kind == kind));
        }

        console.Write(table);
    }

    private static IEnumerable<string> Distinct(RowTally tally, Func<TallyKey, string> of) =>
        tally.Counts.Keys.Select(of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static void AddDetection(Table table, string name, Detection detection) => table.AddRow(
        Text(name), Text(detection.Caught), Text(detection.Caught + detection.Missed), Percent(detection.Recall),
        Text(detection.FalseAlarms), Text(detection.FalseAlarms + detection.Passed), Percent(detection.FalsePositiveRate));

    private static Table NewTable(string title, string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(Text(title)));
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Text(column)).RightAligned());
        }

        return table;
    }

    private static Text Percent(double? part) => new(part is { } value ? value.ToString("P1", CultureInfo.InvariantCulture) : "-");

    private static Text Text(int count) => new(count.ToString("N0", CultureInfo.InvariantCulture));

    private static Text Text(string text) => new(TerminalText.Visible(text));
}
