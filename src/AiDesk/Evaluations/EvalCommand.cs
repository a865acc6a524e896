using System.CommandLine;
using System.Text;
using AiDesk.CommandLine.Display;
using AiDesk.Evaluation.Figures;
using AiDesk.Evaluation.Reports;
using AiDesk.Evaluation.Rows;
using AiDesk.Evaluation.Scoring;

namespace AiDesk.CommandLine.Evaluations;

/// <summary>`aidesk eval`: how good the detectors are on labelled texts, with the code and the thresholds of the service.</summary>
internal static class EvalCommand
{
    public static Command Create() => new("eval", "Measure a detector on files of labelled texts (.jsonl or .jsonl.gz; rows {\"text\", \"label\", \"lang\", \"kind\"}). No service is needed.")
    {
        Detector("injection", "Prompt injection: labels `injection` and `benign`.", () => new InjectionScorer()),
        Detector("leaks", "Leaks in replies: labels `leak` and `benign`. Deny counts what is refused or redacted.", () => new LeakTextScorer()),
    };

    private static Command Detector(string name, string description, Func<ITextScorer> scorer)
    {
        var files = new Argument<string[]>("file") { Description = "Files to measure on.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Print the figures as JSON." };
        var command = new Command(name, description) { files, json };
        command.SetGuardedAction((parsed, terminal, cancellation) => RunAsync(parsed.GetValue(files)!, parsed.GetValue(json), scorer(), terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] files, bool asJson, ITextScorer scorer, Terminal terminal, CancellationToken cancellation)
    {
        var scored = new List<ScoredFile>();
        foreach (var file in files)
        {
            scored.Add(await ScoreAsync(file, scorer, terminal, cancellation).ConfigureAwait(false));
        }

        var result = EvaluationResult.Of(scored);
        if (asJson)
        {
            using var bytes = new MemoryStream();
            EvaluationJson.Write(bytes, result);
            terminal.Line(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
            return ExitStatus.Done;
        }

        foreach (var line in EvaluationTable.Lines(result, scorer.PositiveLabel))
        {
            terminal.Line(line);
        }

        return ExitStatus.Done;
    }

    private static async Task<ScoredFile> ScoreAsync(string file, ITextScorer scorer, Terminal terminal, CancellationToken cancellation)
    {
        if (!RowReader.HoldsRows(file))
        {
            throw CommandFailure.Usage($"{file}: the name must end in .jsonl or .jsonl.gz.");
        }

        try
        {
            var (scored, faults) = await FileScoring.RunAsync(file, scorer, cancellation).ConfigureAwait(false);
            foreach (var fault in faults)
            {
                terminal.Problem(fault.ToString());
            }

            return scored ?? throw new CommandFailure(ExitStatus.Faulty, faults.Count == 1 ? "1 row has a fault; nothing was measured." : $"{faults.Count} rows have faults; nothing was measured.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw CommandFailure.Usage($"{file}: {fault.Message}");
        }
    }
}
