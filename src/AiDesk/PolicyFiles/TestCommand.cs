using System.CommandLine;
using AiDesk.CommandLine.Display;
using AiDesk.Policy.Testing;
using AiDesk.Policy.Testing.Reports;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy test`: asks policies the questions of their tests, with the service's own engine and counters, and no service.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var options = new TestOptions();
        var command = new Command("test", "Run policy tests. Exit status 1 when one fails or coverage is too low, 2 when a file has errors.");
        options.AddTo(command);
        command.SetGuardedAction((parsed, terminal, cancellation) => RunAsync(options, parsed, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(TestOptions options, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var filter = parsed.GetValue(options.Filter)!;
        var results = await ResultsAsync(parsed.GetValue(options.Directory)!, filter, terminal, cancellationToken);
        if (parsed.GetValue(options.JUnit) is { } file)
        {
            await using var junit = File.Create(file);
            JUnitReport.Write(junit, results);
        }

        var least = parsed.GetValue(options.CoverageMin);
        if (parsed.GetValue(options.Json))
        {
            WriteJson(results, terminal);
        }
        else
        {
            TestTree.Show(results, terminal);
            if (least is not null || parsed.GetValue(options.Coverage))
            {
                CoverageView.Show(results, terminal);
            }

            TestTree.ShowCounts(results, terminal);
        }

        var failed = results.SelectMany(tenant => tenant.Files).SelectMany(tests => tests.Tests).Any(test => !test.Passed);
        return failed | CoverageView.IsBelow(results, least, terminal) ? ExitStatus.Faulty : ExitStatus.Done;
    }

    private static async Task<List<TenantResult>> ResultsAsync(string directory, string filter, Terminal terminal, CancellationToken cancellationToken)
    {
        var policies = new PolicyDirectory(directory);
        var (tests, faults) = PolicyTestRun.Read(policies.Tests);
        var errors = policies.Errors.Concat(faults).ToList();
        foreach (var error in errors)
        {
            terminal.Problem(policies.Shown(error));
        }

        if (errors.Count > 0)
        {
            throw CommandFailure.Usage(errors.Count == 1 ? "1 error; no test was run." : $"{errors.Count} errors; no test was run.");
        }

        var results = new List<TenantResult>();
        foreach (var (tenant, files) in tests)
        {
            results.Add(await PolicyTestRun.RunAsync(tenant, files, filter, cancellationToken));
        }

        return results.Sum(tenant => tenant.Files.Sum(file => file.Tests.Length)) > 0
            ? results
            : throw CommandFailure.Usage(filter.Length > 0 ? $"No test's name contains '{filter}'." : $"{directory} holds no policy tests: files that end in _test.yaml, beside policy.yaml.");
    }

    private static void WriteJson(List<TenantResult> results, Terminal terminal)
    {
        using var json = new MemoryStream();
        JsonReport.Write(json, results);
        terminal.Line(System.Text.Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length));
    }
}
