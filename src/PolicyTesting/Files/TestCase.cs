using System.Collections.Immutable;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Testing.Files;

/// <summary>One case: a matrix of contexts and questions, each cell on its own, or a sequence of steps in one world.</summary>
internal sealed record TestCase
{
    public required string Name { get; init; }

    /// <summary>Null takes the file's.</summary>
    public Moment? Clock { get; init; }

    /// <summary>What happens before each cell.</summary>
    public ImmutableArray<TestStep> Given { get; init; } = [];

    public ImmutableArray<NameReference> Contexts { get; init; } = [];

    public ImmutableArray<NameReference> Ask { get; init; } = [];

    /// <summary>By context, then by question.</summary>
    public IReadOnlyList<Named<IReadOnlyList<Named<Expectation>>>> Expect { get; init; } = [];

    /// <summary>Context of the steps that name none; null when each does.</summary>
    public NameReference? Context { get; init; }

    /// <summary>Empty for a matrix.</summary>
    public ImmutableArray<TestStep> Steps { get; init; } = [];

    public bool IsMatrix => Steps.IsEmpty;

    public required PolicyNode Node { get; init; }

    /// <summary>The expectation of a cell; one that is not listed is expected to be denied.</summary>
    public Expectation ExpectationOf(string context, string question)
    {
        foreach (var row in Expect.Where(row => row.Name == context))
        {
            foreach (var cell in row.Value.Where(cell => cell.Name == question))
            {
                return cell.Value;
            }
        }

        return Expectation.Unlisted;
    }
}
