using System.CommandLine;
using System.Globalization;
using AiDesk.CommandLine.Display;
using AiDesk.Evaluation.Reports;
using AiDesk.Policy.Injection.Learned;
using AiDesk.Training;
using AiDesk.Training.Fitting;
using AiDesk.Training.Texts;

namespace AiDesk.CommandLine.Training;

/// <summary>`aidesk train`: makes the weights of the injection detector from labelled texts, and says how they do on sources that they have not seen.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var options = new TrainOptions();
        var command = new Command("train", "Train the injection detector's weights, and measure them by leaving out one source at a time. The same texts give the same bytes.");
        options.AddTo(command);
        command.SetGuardedAction((parsed, terminal, cancellation) => RunAsync(options, parsed, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(TrainOptions options, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var set = await ReadAsync(parsed.GetValue(options.Data)!, parsed.GetValue(options.Corpus)!, terminal, cancellation).ConfigureAwait(false);
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{set.Texts.Count} texts, {set.Texts.Count(text => text.IsAttack)} of them attacks, {set.Texts.Count(text => text.IsOwn)} of the project's own or made from others by it. Left out: {set.LeftOutForLicence.Count} for their licence and {set.LeftOutForWording.Count} that no wording tells (both measured all the same), {set.LeftOutForEvaluation} that share five words with the evaluation set."));
        var run = TrainingRun.Make(set, new FittingOptions(), new OperatingPoints(), cancellation);
        ShowSources(run, terminal);
        var bytes = run.Model.Write();
        if (parsed.GetValue(options.Output) is { } output)
        {
            await File.WriteAllBytesAsync(output, bytes, cancellation).ConfigureAwait(false);
            terminal.Line($"{output}: {bytes.Length} bytes.");
        }

        if (!parsed.GetValue(options.Verify))
        {
            return ExitStatus.Done;
        }

        var same = InjectionModel.Shipped.Write().AsSpan().SequenceEqual(bytes);
        terminal.Line(same ? "These are the weights that this program carries, to the last bit." : "These are NOT the weights that this program carries.");
        return same ? ExitStatus.Done : ExitStatus.Faulty;
    }

    private static async Task<TrainingSet> ReadAsync(string[] data, string corpus, Terminal terminal, CancellationToken cancellation)
    {
        var set = new TrainingSet();
        try
        {
            foreach (var file in FilesOf(corpus, "eval"))
            {
                await set.HoldOutAsync(file, cancellation).ConfigureAwait(false);
            }

            foreach (var file in data)
            {
                await set.AddAsync(file, own: false, cancellation).ConfigureAwait(false);
            }

            foreach (var file in FilesOf(corpus, "train"))
            {
                await set.AddAsync(file, own: true, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage(fault.Message);
        }

        set.AddDisguised();
        foreach (var fault in set.Faults)
        {
            terminal.Problem(fault.ToString());
        }

        return set.Faults.Count > 0 ? throw new CommandFailure(ExitStatus.Faulty, "Nothing was trained.")
            : set.Texts.Any(text => text.IsAttack) && set.Texts.Any(text => !text.IsAttack) ? set
            : throw CommandFailure.Usage("Attacks and harmless texts are both needed.");
    }

    /// <summary>In an order that no file system decides.</summary>
    private static IEnumerable<string> FilesOf(string corpus, string part) =>
        Directory.EnumerateFiles(Path.Combine(corpus, part), "*.jsonl").Order(StringComparer.Ordinal);

    private static void ShowSources(TrainingRun run, Terminal terminal)
    {
        var rows = new List<string[]> { new[] { "source left out", "attacks", "recall deny", "recall deny+flag", "harmless", "FPR deny", "FPR deny+flag" } };
        rows.AddRange(run.Sources.Select(source => new[]
        {
            source.Source,
            source.Figures.Positives.ToString(CultureInfo.InvariantCulture),
            EvaluationTable.Percent(source.Figures.RecallAtDeny),
            EvaluationTable.Percent(source.Figures.RecallAtFlag),
            source.Figures.Negatives.ToString(CultureInfo.InvariantCulture),
            EvaluationTable.Percent(source.Figures.FalsePositivesAtDeny),
            EvaluationTable.Percent(source.Figures.FalsePositivesAtFlag),
        }));
        foreach (var line in EvaluationTable.Markdown(rows))
        {
            terminal.Line(line);
        }
    }
}
