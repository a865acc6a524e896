using System.Collections.Immutable;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Testing.Files;

/// <summary>One <c>*_test.yaml</c>, read.</summary>
internal sealed record TestFile
{
    /// <summary>Path relative to the policies directory.</summary>
    public string Path { get; init; } = "";

    public required string Description { get; init; }

    public required Moment Clock { get; init; }

    public IReadOnlyList<Named<TestPrincipal>> Principals { get; init; } = [];

    public IReadOnlyList<Named<TestContext>> Contexts { get; init; } = [];

    public IReadOnlyList<Named<TestText>> Texts { get; init; } = [];

    public IReadOnlyList<Named<Question>> Questions { get; init; } = [];

    public ImmutableArray<TestCase> Cases { get; init; } = [];

    /// <summary>Null for a name that is no principal of the file; null for none.</summary>
    public TestPrincipal? Principal(NameReference? name) => name is { } known ? Find(Principals, known.Name) : null;

    public TestContext? Context(string name) => Find(Contexts, name);

    public Question? Question(string name) => Find(Questions, name);

    public string Text(TestText text) => text.Reference.Length == 0 ? text.Literal : Find(Texts, text.Reference)?.Literal ?? "";

    private static T? Find<T>(IReadOnlyList<Named<T>> fixtures, string name)
        where T : class => fixtures.FirstOrDefault(fixture => fixture.Name == name).Value;
}
