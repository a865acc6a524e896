using System.Globalization;
using AiDesk.Agent.V1;
using AiDesk.CommandLine.Display;
using Spectre.Console;

namespace AiDesk.CommandLine.Desk;

/// <summary>Plays both conversations and checks what it says of them.</summary>
internal sealed class Demo(DeskConnection desk, Terminal terminal)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>False when something did not go as it must.</summary>
    public async Task<bool> PlayAsync(CancellationToken cancellation)
    {
        var answered = await AnsweredAsync(DemoScript.Customer, cancellation).ConfigureAwait(false);

        // An attacker of their own for each time: strikes would follow to the next one.
        var stopped = await StoppedAsync("demo-" + Guid.CreateVersion7().ToString("N"), cancellation).ConfigureAwait(false);
        terminal.Line("");
        terminal.Line(answered && stopped ? "Exactly one message was sent, and the attack got none of the agent's." : "This did not go as it must: see above.");
        return answered && stopped;
    }

    private async Task<bool> AnsweredAsync(string customer, CancellationToken cancellation)
    {
        Title("A question, a draft, an approval, one message");
        var run = await AskAsync(customer, DemoScript.Question, cancellation).ConfigureAwait(false);
        ShowDecisions(run);
        if (run.State == RunState.PendingApproval && run.Draft is { } draft)
        {
            terminal.Line($"  the draft waits for a person: “{TerminalText.Visible(draft.Text)}”");
            var request = new ApproveRunRequest { RunId = run.RunId, DraftHash = draft.Hash, ConversationVersion = run.ConversationVersion };
            var first = (await desk.Client.ApproveRunAsync(request, desk.As("demo-approver", "approver", cancellation)).ResponseAsync.ConfigureAwait(false)).Receipt;
            var second = (await desk.Client.ApproveRunAsync(request, desk.As("demo-approver", "approver", cancellation)).ResponseAsync.ConfigureAwait(false)).Receipt;
            terminal.Line($"  approved by {first.DecidedBy}; the same approval again: {(second.Replayed && second.OutboxId == first.OutboxId ? "the same receipt, nothing done twice" : "ANOTHER RECEIPT")}");
        }

        run = await WaitAsync(run.RunId, state => state is RunState.ApprovedSent or RunState.SendFailed or RunState.Rejected or RunState.Completed, cancellation).ConfigureAwait(false);
        var sent = await RepliesAsync(customer, run.ConversationId, cancellation).ConfigureAwait(false);
        foreach (var message in sent)
        {
            terminal.Line($"  sent: “{TerminalText.Visible(message.Text)}”");
        }

        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  run {WireName.Lower(run.State)}, messages of the agent: {sent.Count}"));
        return run.State == RunState.ApprovedSent && sent.Count == 1;
    }

    private async Task<bool> StoppedAsync(string customer, CancellationToken cancellation)
    {
        Title("An attack");
        var run = await AskAsync(customer, DemoScript.Attack, cancellation).ConfigureAwait(false);
        ShowDecisions(run);
        var sent = await RepliesAsync(customer, run.ConversationId, cancellation).ConfigureAwait(false);
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  run {WireName.Lower(run.State)} ({run.Outcome}), messages of the agent: {sent.Count}"));
        return run.State == RunState.Completed && sent.Count == 0 && run.Decisions.Any(decision => decision.Verdict == "deny");
    }

    private async Task<Run> AskAsync(string customer, string text, CancellationToken cancellation)
    {
        terminal.Line($"  customer: “{text}”");
        var posted = await desk.Client.PostMessageAsync(
            new PostMessageRequest { Text = text, RequestId = Guid.CreateVersion7().ToString(), Locale = "es" }, desk.As(customer, "customer", cancellation)).ResponseAsync.ConfigureAwait(false);
        return await WaitAsync(posted.RunId, state => state != RunState.Running, cancellation).ConfigureAwait(false);
    }

    private async Task<Run> WaitAsync(string run, Func<RunState, bool> isDone, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var found = (await desk.Client.GetRunAsync(new GetRunRequest { RunId = run }, desk.As("demo-approver", "approver", cancellation)).ResponseAsync.ConfigureAwait(false)).Run;
            if (isDone(found.State))
            {
                return found;
            }

            try
            {
                await beat.WaitForNextTickAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new CommandFailure(ExitStatus.Faulty, $"The run stands at {WireName.Lower(found.State)} after {Patience.TotalSeconds:0} seconds.");
            }
        }
    }

    private async Task<IReadOnlyList<Message>> RepliesAsync(string customer, string conversation, CancellationToken cancellation)
    {
        var shown = await desk.Client.GetConversationAsync(new GetConversationRequest { ConversationId = conversation }, desk.As(customer, "customer", cancellation)).ResponseAsync.ConfigureAwait(false);
        foreach (var handed in shown.Messages.Where(message => message.Author == MessageAuthor.System))
        {
            terminal.Line($"  the customer is told: “{TerminalText.Visible(handed.Text)}”");
        }

        return [.. shown.Messages.Where(message => message.Author == MessageAuthor.Bot)];
    }

    private void ShowDecisions(Run run)
    {
        foreach (var decision in run.Decisions)
        {
            var colour = decision.Verdict switch { "allow" => "green", "allow_post_review" => "blue", "require_approval" => "yellow", "escalate" => "magenta", _ => "red" };
            terminal.Styled.MarkupLineInterpolated($"  {decision.Rpc,-17} {decision.Node,-9} [bold {colour}]{decision.Verdict}[/] {decision.Reason} {decision.Tool}");
        }
    }

    private void Title(string text)
    {
        terminal.Line("");
        terminal.Styled.MarkupLineInterpolated($"[bold]{text}[/]");
    }
}
