using AiDesk.Policy.Testing.Running;

namespace AiDesk.Policy.Testing.Reports;

/// <summary>What a person reads of a step that failed.</summary>
internal static class FailureText
{
    public static string Line(Mismatch mismatch) => $"{mismatch.What}: expected {mismatch.Expected}, was {mismatch.Actual}";

    /// <summary>One line for each difference, then one for each finding.</summary>
    public static IEnumerable<string> Of(StepResult step)
    {
        foreach (var mismatch in step.Mismatches)
        {
            yield return Line(mismatch);
        }

        foreach (var finding in step.Findings)
        {
            yield return "finding " + finding;
        }
    }
}
