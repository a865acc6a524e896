using AiDesk.CommandLine.Display;
using AiDesk.Policy.Testing;
using AiDesk.Policy.Testing.Reports;
using AiDesk.Policy.Testing.Running;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>Results as a tree: file, case, cell or step. What passed is one line; of what failed, the step and why.</summary>
internal static class TestTree
{
    private const string Pass = "✓";
    private const string Fail = "✗";

    public static void Show(IEnumerable<TenantResult> results, Terminal terminal)
    {
        foreach (var file in results.SelectMany(tenant => tenant.Files).Where(file => !file.Tests.IsEmpty))
        {
            Write(terminal, $"{file.Path}: {file.Description}");
            foreach (var one in file.Tests.GroupBy(test => (test.Line, test.Case)))
            {
                ShowCase(terminal, one.Key.Case, [.. one]);
            }
        }
    }

    /// <summary>The last line: what scripts read.</summary>
    public static void ShowCounts(IEnumerable<TenantResult> results, Terminal terminal)
    {
        var tests = results.SelectMany(tenant => tenant.Files).SelectMany(file => file.Tests).ToList();
        terminal.Line($"{tests.Count(test => test.Passed)} passed, {tests.Count(test => !test.Passed)} failed");
    }

    private static void ShowCase(Terminal terminal, string name, List<TestResult> tests)
    {
        var isMatrix = tests[0].Cell.Length > 0;
        var size = isMatrix
            ? $" ({tests.Count(test => test.Passed)} of {tests.Count} cells)"
            : tests[0].Steps.Length > 1 ? $" ({tests[0].Steps.Length} steps)" : "";
        Write(terminal, $"  {Mark(tests.All(test => test.Passed))} {name}{size}");
        foreach (var test in tests.Where(test => !test.Passed))
        {
            if (isMatrix)
            {
                Write(terminal, $"    {Fail} {test.Cell}");
            }

            ShowSteps(terminal, test, isMatrix ? "      " : "    ");
        }
    }

    private static void ShowSteps(Terminal terminal, TestResult test, string indent)
    {
        foreach (var step in test.Steps)
        {
            Write(terminal, $"{indent}{Mark(step.Passed)} {step.Name}: {step.Actual}");
            foreach (var line in step.Passed ? [] : FailureText.Of(step))
            {
                Write(terminal, $"{indent}    {line}");
            }
        }
    }

    private static string Mark(bool passed) => passed ? Pass : Fail;

    private static void Write(Terminal terminal, string text) => terminal.Line(TerminalText.Visible(text));
}
