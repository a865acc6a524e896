using Spectre.Console;

namespace AiDesk.CommandLine.Display;

/// <summary>Where a command writes: answers to standard output, problems to standard error.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error)
{
    /// <summary>Columns when the output is a file or a pipe, which have none of their own.</summary>
    private const int UnboundedWidth = 200;

    private IAnsiConsole? _styled;

    public TextWriter Output => output;

    /// <summary>Styled when standard output is a terminal that can, plain otherwise.</summary>
    public IAnsiConsole Styled => _styled ??= CreateStyled(output);

    public void Line(string text) => output.WriteLine(text);

    public void Problem(string text) => error.WriteLine(TerminalText.Visible(text, keepLines: true));

    private static IAnsiConsole CreateStyled(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = UnboundedWidth;
        }

        return console;
    }
}
