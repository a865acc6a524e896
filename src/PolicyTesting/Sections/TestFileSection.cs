using System.Collections.Immutable;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>A test file as a whole.</summary>
internal static class TestFileSection
{
    private static readonly PolicyKey<string> Description = new("description", FixtureTexts.Sentence, "What the file is about.") { Required = true, Default = "" };
    private static readonly PolicyKey<Moment> Clock = new("clock", new MomentShape(), "When every case begins that does not say.") { Required = true };
    private static readonly PolicyKey<IReadOnlyList<Named<TestPrincipal>>> Principals = new("principals", new MapShape<TestPrincipal>(FixtureTexts.Name, PrincipalSection.Shape, "principals by name", 100), "Who calls and who approves.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<IReadOnlyList<Named<TestContext>>> Contexts = new("contexts", new MapShape<TestContext>(FixtureTexts.Name, ContextSection.Shape, "contexts by name", 100), "Contexts of calls.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<IReadOnlyList<Named<TestText>>> Texts = new("texts", new MapShape<TestText>(FixtureTexts.Name, new TestTextShape(), "texts by name", 500), "Texts that are used more than once, or are long. Elsewhere $name stands for one.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<IReadOnlyList<Named<Question>>> Questions = new("questions", new MapShape<Question>(FixtureTexts.Name, QuestionSection.Shape, "questions by name", 500), "What is asked.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<ImmutableArray<TestCase>> Cases = new("cases", new ListShape<TestCase>(CaseSection.Shape, "cases", 1, 500), "The tests.") { Required = true, Default = [] };

    public static RecordShape<TestFile> Shape { get; } = new(
        "*_test.yaml",
        "Tests of one tenant's policy, beside it. A key that is not listed here is an error.",
        [Description, Clock, Principals, Contexts, Texts, Questions, Cases],
        file => new TestFile
        {
            Description = file.Get(Description),
            Clock = file.Get(Clock),
            Principals = file.Get(Principals),
            Contexts = file.Get(Contexts),
            Texts = file.Get(Texts),
            Questions = file.Get(Questions),
            Cases = file.Get(Cases),
        },
        isWhole: true);
}
