using AiDesk.CommandLine.Checks.Questions;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Display;
using AiDesk.Policy.V1;
using Spectre.Console;

namespace AiDesk.CommandLine.Up;

/// <summary>One real call of each kind to the service that was just started, as an agent of the sample shop would make them.</summary>
internal static class Demonstration
{
    private const int QuotedLength = 110;

    public static async Task ShowAsync(string address, string stateDirectory, Terminal terminal, CancellationToken cancellation)
    {
        var token = DevelopmentTokens.Sign(stateDirectory, DemonstrationScript.Tenant, "service", "aidesk-up", TimeSpan.FromMinutes(5));
        using var connection = ServiceConnection.Open(address, token);
        terminal.Line($"Four questions of an agent of the sample tenant '{DemonstrationScript.Tenant}', and what the policy service answers:");
        var context = new CallContext
        {
            SessionId = Guid.CreateVersion7().ToString(),
            RunId = Guid.CreateVersion7().ToString(),
            UserId = "demonstration",
            Mode = Mode.Autopilot,
        };
        foreach (var scene in DemonstrationScript.Scenes)
        {
            var answer = await scene.Question.AskAsync(connection.Client, new Subject(scene.Text, context), connection.Options(cancellation)).ConfigureAwait(false);
            terminal.Styled.WriteLine();
            terminal.Styled.MarkupLineInterpolated($"[bold]{scene.Rpc}[/]  {scene.Occasion}");
            terminal.Styled.MarkupLineInterpolated($"  [italic]{TerminalText.Excerpt(scene.Text, QuotedLength)}[/]");
            DecisionView.Show(terminal.Styled, answer.Response, answer.Decision);
        }

        terminal.Line("");
        terminal.Line($"Ask it yourself from another shell, for instance: {DemonstrationScript.OwnQuestion}");
        terminal.Line("");
    }
}
