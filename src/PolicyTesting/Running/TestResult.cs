using System.Collections.Immutable;

namespace AiDesk.Policy.Testing.Running;

/// <summary>How one test came out: a sequence, or one cell of a matrix.</summary>
/// <param name="Case">Name of the case.</param>
/// <param name="Cell">Context and question of the cell; empty for a sequence.</param>
/// <param name="Line">Where the case stands in the file.</param>
/// <param name="Steps">In order, up to the first that failed: what comes after it stands on nothing.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record TestResult(string Case, string Cell, int Line, ImmutableArray<StepResult> Steps, TimeSpan Elapsed)
{
    public bool Passed => Steps.All(step => step.Passed);

    public string Name => Cell.Length == 0 ? Case : $"{Case} [{Cell}]";
}

/// <summary>How one file came out.</summary>
internal sealed record FileResult(string Path, string Description, ImmutableArray<TestResult> Tests);
