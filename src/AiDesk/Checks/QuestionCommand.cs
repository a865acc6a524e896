using System.CommandLine;
using AiDesk.CommandLine.Checks.Questions;
using AiDesk.CommandLine.Checks.Rows;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Display;
using AiDesk.Evaluation.Rows;

namespace AiDesk.CommandLine.Checks;

/// <summary>One of `aidesk check …`: the same options and the same two ways, a text or rows, whatever is asked.</summary>
internal sealed class QuestionCommand : Command
{
    /// <summary>How many calls may wait for their answers at a time, by default.</summary>
    private const int DefaultInFlight = 32;

    private const int GreatestInFlight = 1024;

    private readonly Argument<string?> _text;
    private readonly Option<string> _file = new("--file")
    {
        Description = "Take the text from this file, - for standard input. Each line of a .jsonl or .jsonl.gz file is a row of its own: "
            + "an object with a field text, and optionally id, label, lang, kind and tool.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON: the answer, or the counts over the rows." };

    private readonly Option<int> _inFlight = new("--in-flight")
    {
        Description = $"Rows that are asked at the same time, 1 to {GreatestInFlight}.",
        DefaultValueFactory = _ => DefaultInFlight,
    };

    private readonly Option<string> _answers = new("--answers") { Description = "Also write each row's answer to this file, as JSON lines." };
    private readonly ConnectionOptions _connection = new();
    private readonly ContextOptions _context = new();
    private readonly Func<ParseResult, IQuestion> _question;

    public QuestionCommand(string name, string description, string textDescription, Func<ParseResult, IQuestion> question, params Option[] options)
        : base(name, description)
    {
        _question = question;
        _text = new Argument<string?>("text") { Description = textDescription, Arity = ArgumentArity.ZeroOrOne };
        Add(_text);
        Add(_file);
        foreach (var option in options)
        {
            Add(option);
        }

        _connection.AddTo(this);
        _context.AddTo(this);
        Add(_json);
        Add(_inFlight);
        Add(_answers);
        this.SetGuardedAction(RunAsync);
    }

    /// <summary>Another way to give the text, under a name that says what it is for this check; null when there is none.</summary>
    public Option<string>? TextOption { get; init; }

    private Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        string?[] given = [parsed.GetValue(_text), TextOption is null ? null : parsed.GetValue(TextOption), parsed.GetValue(_file)];
        if (given.Count(source => source is not null) != 1)
        {
            throw CommandFailure.Usage($"Give the text in one way: as the argument{(TextOption is null ? "" : ", with " + TextOption.Name)}, or with --file.");
        }

        var (text, file) = (given[0] ?? given[1], given[2]);

        return file is not null && RowReader.HoldsRows(file)
            ? AskRowsAsync(parsed, terminal, file, cancellation)
            : AskOneAsync(parsed, terminal, text ?? TextFile.Read(file!), cancellation);
    }

    private async Task<int> AskOneAsync(ParseResult parsed, Terminal terminal, string text, CancellationToken cancellation)
    {
        using var connection = _connection.Open(parsed);
        var subject = new Subject(text, _context.Create(parsed));
        var answer = await _question(parsed).AskAsync(connection.Client, subject, connection.Options(cancellation)).ConfigureAwait(false);
        if (parsed.GetValue(_json))
        {
            terminal.Line(AnswerJson.Of(answer.Response));
        }
        else
        {
            DecisionView.Show(terminal.Styled, answer.Response, answer.Decision);
        }

        return ExitStatus.Done;
    }

    private async Task<int> AskRowsAsync(ParseResult parsed, Terminal terminal, string file, CancellationToken cancellation)
    {
        var inFlight = parsed.GetValue(_inFlight);
        if (inFlight is < 1 or > GreatestInFlight)
        {
            throw CommandFailure.Usage($"--in-flight is 1 to {GreatestInFlight}.");
        }

        using var connection = _connection.Open(parsed);
        var question = _question(parsed);
        await using var answers = parsed.GetValue(_answers) is { } path ? new StreamWriter(path) : StreamWriter.Null;
        var run = new RowRun(file, question, connection, _context.Create(parsed), answers);
        var tally = await run.AskAllAsync(RowReader.ReadAsync(file, cancellation), inFlight, cancellation).ConfigureAwait(false);
        foreach (var fault in tally.Faults)
        {
            terminal.Problem(fault.ToString());
        }

        if (parsed.GetValue(_json))
        {
            terminal.Line(TallyJson.Of(tally, file, question.PositiveLabel));
        }
        else
        {
            TallyView.Show(terminal.Styled, tally, file, question.PositiveLabel);
        }

        return tally.Faults.Count > 0 || tally.Rows == 0 ? ExitStatus.Faulty : ExitStatus.Done;
    }
}
