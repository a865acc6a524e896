using System.CommandLine;
using System.Globalization;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Display;
using AiDesk.CommandLine.Load.Measuring;
using AiDesk.CommandLine.Load.Reporting;
using AiDesk.CommandLine.Load.Running;
using AiDesk.CommandLine.Up;

namespace AiDesk.CommandLine.Load;

/// <summary>`aidesk load`: how a running policy service does under a load, with a report.</summary>
internal static class LoadCommand
{
    private const string NoReport = "none";

    public static Command Create()
    {
        var connection = new ConnectionOptions(subject: "aidesk-load", defaultTenant: DemonstrationScript.Tenant);
        var options = new LoadOptions();
        var remote = new Option<bool>("--allow-remote") { Description = "Send the load to another machine too. Without this, loopback only." };
        var report = new Option<string>("--report") { Description = $"Where the HTML report goes; {NoReport} for none.", DefaultValueFactory = _ => "aidesk-load.html" };
        var json = new Option<string>("--json") { Description = "Also write everything as JSON to this file; - for standard output, and then nothing else." };
        var command = new Command("load", "Send a load to a running policy service: how fast it answers, what it answers, and a report with curves. Several tenants: --tenant a,b,c.");
        connection.AddTo(command);
        options.AddTo(command);
        command.Add(remote);
        command.Add(report);
        command.Add(json);
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            var address = connection.Address(parsed);
            LoopbackOnly.Require(address, parsed.GetValue(remote));
            var tenants = connection.Tenants(parsed);
            var plan = options.Plan(parsed, address, tenants);
            var questions = options.Questions(parsed);
            var bounds = options.Bounds(parsed);
            var isQuiet = parsed.GetValue(json) == "-";
            var open = Open(connection, parsed, tenants, plan.Connections);
            try
            {
                await ProbeAsync(open, plan).ConfigureAwait(false);
                var result = await MeasureAsync(plan, questions, open, isQuiet ? null : terminal, cancellation).ConfigureAwait(false);
                var missed = bounds.Missed(result).ToList();
                Write(result, missed, parsed, parsed.GetValue(json), parsed.GetRequiredValue(report), terminal);
                return cancellation.IsCancellationRequested ? ExitStatus.Interrupted : result.IsValid && missed.Count == 0 ? ExitStatus.Done : ExitStatus.Faulty;
            }
            finally
            {
                foreach (var one in open.SelectMany(ofTenant => ofTenant))
                {
                    one.Dispose();
                }
            }
        });
        return command;
    }

    private static List<IReadOnlyList<ServiceConnection>> Open(ConnectionOptions connection, ParseResult parsed, IReadOnlyList<string> tenants, int count) =>
        [.. (tenants.Count == 0 ? [""] : tenants).Select(tenant => (IReadOnlyList<ServiceConnection>)[.. Enumerable.Range(0, count).Select(_ => connection.Open(parsed, tenant))])];

    /// <summary>One call for each tenant first: what is wrong with all of them is said in words and not counted a million times. Throws RpcException.</summary>
    private static async Task ProbeAsync(List<IReadOnlyList<ServiceConnection>> connections, LoadPlan plan)
    {
        foreach (var ofTenant in connections)
        {
            await Asking.LoadQuestions.ProbeAsync(ofTenant[0].Client, ofTenant[0].Options(plan.Timeout)).ConfigureAwait(false);
        }
    }

    private static async Task<LoadResult> MeasureAsync(LoadPlan plan, Asking.LoadQuestions questions, List<IReadOnlyList<ServiceConnection>> connections, Terminal? terminal, CancellationToken cancellation)
    {
        var recorder = new Recorder();
        var askers = connections.ConvertAll(ofTenant => ofTenant.Select(connection => Asker(plan, questions, connection)).ToList());
        var run = new LoadRun(plan, questions.Mix, askers, recorder);
        var begun = DateTimeOffset.UtcNow;
        terminal?.Line(string.Create(CultureInfo.InvariantCulture, $"{plan.Address}: {(plan.IsOpen ? $"{plan.Rate:N0} calls a second" : $"{plan.InFlight} callers")}, {questions.Mix.Text}{(plan.IsStreamed ? " over CheckStream" : "")}, {plan.Duration.TotalSeconds:0.#} s after {plan.WarmUp.TotalSeconds:0.#} s of warming up"));
        var measured = await run.RunAsync(
            second => terminal?.Line(string.Create(CultureInfo.InvariantCulture, $"  {second.At,5:0} s  {second.Answered,9:N0} answered  p50 {second.P50 / 1000.0,7:0.00} ms  p99 {second.P99 / 1000.0,7:0.00} ms  max {second.Max / 1000.0,8:0.00} ms  {second.InFlight,6:N0} under way{(second.Errors > 0 ? string.Create(CultureInfo.InvariantCulture, $"  {second.Errors:N0} not answered") : "")}")),
            cancellation).ConfigureAwait(false);
        foreach (var asker in askers.SelectMany(ofTenant => ofTenant))
        {
            await asker.DisposeAsync().ConfigureAwait(false);
        }

        return new LoadResult(plan, questions.Mix, measured, recorder.Total(), recorder.Seconds, run.Lateness, begun);
    }

    private static IAsker Asker(LoadPlan plan, Asking.LoadQuestions questions, ServiceConnection connection) =>
        plan.IsStreamed ? new StreamAsker(questions, connection, plan.Timeout) : new UnaryAsker(questions, connection, plan.Timeout);

    private static void Write(LoadResult result, List<string> missed, ParseResult parsed, string? json, string report, Terminal terminal)
    {
        if (json == "-")
        {
            terminal.Line(LoadJson.Of(result, missed));
        }
        else
        {
            LoadTable.Show(terminal.Styled, result, missed);
        }

        if (json is not (null or "-"))
        {
            File.WriteAllText(json, LoadJson.Of(result, missed));
        }

        if (report != NoReport)
        {
            File.WriteAllText(report, LoadReport.Of(result, missed, "aidesk " + string.Join(' ', CommandLineOf(parsed))));
            if (json != "-")
            {
                terminal.Line($"Report: {Path.GetFullPath(report)}");
            }
        }
    }

    /// <summary>As it was typed, but for a token.</summary>
    private static IEnumerable<string> CommandLineOf(ParseResult parsed)
    {
        var words = parsed.Tokens.Select(token => token.Value).ToList();
        return words.Select((word, index) => index > 0 && words[index - 1] == "--token" ? "…" : word.Contains(' ', StringComparison.Ordinal) || word.Contains('"', StringComparison.Ordinal) ? $"'{word}'" : word);
    }
}
