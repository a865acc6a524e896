using Spectre.Console;

namespace AiDesk.CommandLine.Display;

/// <summary>Where a command writes: answers to standard output, problems to standard error.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error)
{
    /// <summary>Columns when the output is a file or a pipe, which have none of their own: nothing is wrapped.</summary>
    private const int UnboundedWidth = 10_000;

    private IAnsiConsole? _styled;

    public TextWriter Output => output;

    /// <summary>Styled when standard output is a terminal that can, plain otherwise.</summary>
    public IAnsiConsole Styled => _styled ??= CreateStyled(output);

    public void Line(string text) => output.WriteLine(text);

    public void Problem(string text) => error.WriteLine(TerminalText.Visible(text, keepLines: true));

    private static IAnsiConsole CreateStyled(TextWriter output)
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        }

        var plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        plain.Profile.Width = UnboundedWidth;
        return plain;
    }
}
