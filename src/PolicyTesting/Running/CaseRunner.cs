using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Testing.Coverage;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Running;

/// <summary>Runs the cases of a file, each test in a world of its own.</summary>
internal sealed class CaseRunner(PolicySnapshot snapshot, TestFile file, CoverageLedger coverage)
{
    /// <param name="chosen">Whether a test is run, by its name.</param>
    /// <param name="cancellationToken">Ends the run between two steps.</param>
    public async Task<FileResult> RunAsync(Func<string, bool> chosen, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<TestResult>();
        foreach (var one in file.Cases)
        {
            foreach (var (cell, steps) in TestsOf(one))
            {
                var test = new TestResult(one.Name, cell, one.Node.Place.Line, [], TimeSpan.Zero);
                if (chosen(test.Name))
                {
                    results.Add(await RunAsync(one, test, steps, cancellationToken));
                }
            }
        }

        return new FileResult(file.Path, file.Description, results.ToImmutable());
    }

    private static IEnumerable<(string Cell, IReadOnlyList<(TestStep Step, string Context)> Steps)> TestsOf(TestCase one)
    {
        if (!one.IsMatrix)
        {
            yield return ("", [.. one.Steps.Select(step => (step, (step.Context ?? one.Context)?.Name ?? ""))]);
            yield break;
        }

        foreach (var context in one.Contexts)
        {
            foreach (var question in one.Ask)
            {
                var asked = new TestStep { Action = new AskAction(question, null), Expect = one.ExpectationOf(context.Name, question.Name), Node = one.Node };
                yield return ($"{context.Name} × {question.Name}", [.. one.Given.Append(asked).Select(step => (step, step.Context?.Name ?? context.Name))]);
            }
        }
    }

    private async Task<TestResult> RunAsync(TestCase one, TestResult test, IReadOnlyList<(TestStep Step, string Context)> steps, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var world = new PolicyWorld(snapshot, file, one.Clock ?? file.Clock, coverage);
        var results = ImmutableArray.CreateBuilder<StepResult>();
        for (var i = 0; i < steps.Count && (results.Count == 0 || results[^1].Passed); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(await RunAsync(world, steps[i].Step, steps[i].Context, i + 1, cancellationToken));
        }

        return test with { Steps = results.ToImmutable(), Elapsed = Stopwatch.GetElapsedTime(began) };
    }

    private static async Task<StepResult> RunAsync(PolicyWorld world, TestStep step, string context, int number, CancellationToken cancellationToken)
    {
        var result = new StepResult("", "", [], []);
        for (var time = 1; time <= step.Repeat && result.Passed; time++)
        {
            world.Clock.Now = step.At?.In(world.Snapshot.TimeZone) ?? world.Clock.Now.AddMilliseconds(step.AfterMs);
            result = await StepAsync(world, step, context, cancellationToken);
            result = result with { Name = NameOf(step, number, time) };
        }

        return result;
    }

    private static string NameOf(TestStep step, int number, int time)
    {
        var asked = step.Action is AskAction { Named: { } question } ? question.Name : step.Action.Kind;
        var name = step.Name.Length > 0 ? $"{step.Name} ({asked})" : asked;
        return string.Create(CultureInfo.InvariantCulture, $"step {number}{(step.Repeat > 1 ? $", time {time}" : "")}: {name}");
    }

    private static async Task<StepResult> StepAsync(PolicyWorld world, TestStep step, string context, CancellationToken cancellationToken)
    {
        switch (step.Action)
        {
            case AskAction ask:
                var question = ask.Inline ?? world.File.Question(ask.Named!.Value.Name)!;
                var asked = await Asking.AskAsync(world, context, question, cancellationToken);
                if (step.Name.Length > 0)
                {
                    world.Calls[step.Name] = asked;
                }

                return Judged(world, step.Expect ?? Expectation.Unlisted);

            case SettleAction settle:
                return await SettleAsync(world, settle, cancellationToken);

            case ResolveAction resolve:
                var (outcome, call) = await HeldCalling.ResolveAsync(world, resolve, cancellationToken);
                if (outcome != resolve.State || call is null)
                {
                    return Told("state", WireWords.Lower(resolve.State), WireWords.Lower(outcome));
                }

                world.Calls[resolve.Step.Name] = call;
                return Judged(world, step.Expect ?? Expectation.Allowed);

            case FactAction fact:
                await Facts.RecordAsync(world, fact.Subject, [fact.Fact], cancellationToken);
                return Told("", "", "recorded");

            default:
                var frozen = ((FreezeAction)step.Action).Frozen;
                await world.Counters.SetKillSwitchAsync(world.Snapshot.Tenant, frozen, cancellationToken);
                return Told("", "", frozen ? "frozen" : "thawed");
        }
    }

    private static async Task<StepResult> SettleAsync(PolicyWorld world, SettleAction settle, CancellationToken cancellationToken)
    {
        var call = world.Calls[settle.Step.Name];
        if (settle.Done)
        {
            await Facts.RecordAsync(world, call.Subject, call.Facts, cancellationToken);
        }

        var state = call.Reservation is { } reservation
            ? (await world.Counters.SettleAsync(reservation, settle.How, settle.Actual.ToArray(), Asking.LeaseMs, cancellationToken)).State
            : Limits.SettleState.Applied;
        if (call.Reservation is { } released && settle.How == Limits.SettleAction.Release && state != Limits.SettleState.Conflict)
        {
            await RateRefunds.GiveBackAsync(world.Counters, released, cancellationToken);
        }

        return Told("state", WireWords.Lower(settle.State), WireWords.Lower(state));
    }

    private static StepResult Told(string what, string expected, string actual) =>
        new("", actual, what.Length == 0 || expected == actual ? [] : [new Mismatch(what, expected, actual)], []);

    private static StepResult Judged(PolicyWorld world, Expectation expected)
    {
        var mismatches = Judging.Compare(world, expected);
        var decision = world.Work.Decision;
        return new StepResult(
            "",
            $"{WireWords.Of(decision.Verdict)} {WireWords.Of(decision.Reason)}",
            [.. mismatches],
            mismatches.Count == 0 ? [] : [.. world.Work.Findings.Items.ToArray().Select(Shown)]);
    }

    private static string Shown(Finding finding)
    {
        var place = finding.Field.Length > 0 ? $" at {finding.Field}" : "";
        var detail = finding.Detail.Length > 0 ? $": {finding.Detail}" : "";
        var score = finding.Score is > 0 and < 1 ? string.Create(CultureInfo.InvariantCulture, $" score {finding.Score:0.00}") : "";
        return $"{finding.Code} {WireWords.Of(finding.Severity)} {WireWords.Of(finding.Reason)}{(finding.Monitored ? " (monitored)" : "")}{score}{place}{detail}";
    }
}
