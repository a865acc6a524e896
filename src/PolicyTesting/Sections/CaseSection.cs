using System.Collections.Immutable;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>One entry of <c>cases:</c>.</summary>
internal static class CaseSection
{
    private static readonly ListShape<TestStep> StepList = new(StepSection.Shape, "steps", 1, 200);
    private static readonly ListShape<NameReference> ContextList = new(new NameReferenceShape("one of contexts"), "contexts", 1, 50);
    private static readonly ListShape<NameReference> QuestionList = new(new NameReferenceShape("one of questions"), "questions", 1, 200);
    private static readonly MapShape<Expectation> Row = new(FixtureTexts.Name, new ExpectationShape(), "expectations by question", 200);

    private static readonly PolicyKey<string> Name = new("name", FixtureTexts.Sentence, "What is true, in a sentence. Unique in the file.") { Required = true, Default = "" };
    private static readonly PolicyKey<Moment> Clock = new("clock", new MomentShape(), "When it begins.") { DefaultText = "the file's" };
    private static readonly PolicyKey<ImmutableArray<TestStep>> Given = new("given", StepList, "Matrix: what happens before each cell.") { Default = [], DefaultText = "nothing" };
    private static readonly PolicyKey<ImmutableArray<NameReference>> Contexts = new("contexts", ContextList, "Matrix: who asks.") { Default = [] };
    private static readonly PolicyKey<ImmutableArray<NameReference>> Ask = new("ask", QuestionList, "Matrix: what each of them asks.") { Default = [] };
    private static readonly PolicyKey<IReadOnlyList<Named<IReadOnlyList<Named<Expectation>>>>> Expect = new("expect", new MapShape<IReadOnlyList<Named<Expectation>>>(FixtureTexts.Name, Row, "expectations by context and question", 50), "Matrix: what each cell is expected to be answered. A cell that is not listed is expected to be denied.") { Default = [], DefaultText = "everything is denied" };
    private static readonly PolicyKey<NameReference> Context = new("context", new NameReferenceShape("one of contexts"), "Sequence: who asks in steps that do not say.") { DefaultText = "each step says" };
    private static readonly PolicyKey<ImmutableArray<TestStep>> Steps = new("steps", StepList, "Sequence: what happens, one after the other, in one world.") { Default = [] };

    public static RecordShape<TestCase> Shape { get; } = new(
        "cases[]",
        "A matrix (contexts, ask, expect), each cell of which is a test of its own in a world of its own, or a sequence (steps), which is one test.",
        [Name, Clock, Given, Contexts, Ask, Expect, Context, Steps],
        Read,
        isWhole: true);

    private static TestCase Read(RecordReader one)
    {
        var isSequence = one.Has(Steps);
        foreach (var key in isSequence ? new PolicyKey[] { Given, Contexts, Ask, Expect } : [Context])
        {
            if (one.Has(key))
            {
                one.Fault(key, isSequence ? "belongs to a matrix, and this case has steps" : "belongs to a sequence, and this case has no steps");
            }
        }

        if (!isSequence && !(one.Has(Contexts) && one.Has(Ask)))
        {
            one.Reading.Fault(one.Map, "has neither steps nor both of contexts and ask");
        }

        return new TestCase
        {
            Name = one.Get(Name),
            Clock = one.TryGet(Clock, out var clock) ? clock : null,
            Given = one.Get(Given),
            Contexts = one.Get(Contexts),
            Ask = one.Get(Ask),
            Expect = one.Get(Expect),
            Context = one.TryGet(Context, out var context) ? context : null,
            Steps = one.Get(Steps),
            Node = one.Map,
        };
    }
}
