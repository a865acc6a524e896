using System.Collections.Immutable;

namespace AiDesk.Policy.Testing.Running;

/// <summary>How one step came out.</summary>
/// <param name="Name">Its number, name and kind.</param>
/// <param name="Actual">The verdict and reason that came, or what the step came to.</param>
/// <param name="Mismatches">Empty when it passed.</param>
/// <param name="Findings">What the decision stood on, one line each; only kept of a step that failed.</param>
internal sealed record StepResult(string Name, string Actual, ImmutableArray<Mismatch> Mismatches, ImmutableArray<string> Findings)
{
    public bool Passed => Mismatches.IsEmpty;
}
