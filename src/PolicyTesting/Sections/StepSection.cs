using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>One entry of <c>steps:</c> or <c>given:</c>.</summary>
internal static class StepSection
{
    private static readonly PolicyKey<string> Name = new("name", FixtureTexts.Name, "What later steps call it.") { Default = "", DefaultText = "none" };
    private static readonly PolicyKey<NameReference> Context = new("context", new NameReferenceShape("one of contexts"), "Who asks, and where.") { DefaultText = "the case's; in given, the cell's" };
    private static readonly PolicyKey<long> After = new("after", new DurationShape(1, 366 * DurationText.Day), "How far the clock moves before the step.") { DefaultText = "not at all" };
    private static readonly PolicyKey<Moment> At = new("at", new MomentShape(), "Where the clock is put before the step; it never goes back.") { DefaultText = "where it is" };
    private static readonly PolicyKey<int> Repeat = new("repeat", new WholeNumberShape(1, 10_000), "How often the step happens; each time it is expected to end alike.") { Default = 1, DefaultText = "1" };
    private static readonly PolicyKey<NameReference> Ask = new("ask", new NameReferenceShape("one of questions"), "Asks one of the file's questions.");
    private static readonly PolicyKey<SettleAction> Settle = new("settle", SettleSection.Shape, "The work of an earlier step ended.");
    private static readonly PolicyKey<ResolveAction> Approve = new("approve", ResolveSection.Approve, "A person approves what an earlier step left held; when that releases it, expect is about the renewed decision.");
    private static readonly PolicyKey<ResolveAction> Reject = new("reject", ResolveSection.Reject, "A person rejects what an earlier step left held.");
    private static readonly PolicyKey<FactAction> Fact = new("fact", FactSection.Shape, "Something was done before, and PolicyService recorded it.");
    private static readonly PolicyKey<bool> Freeze = new("freeze", new SwitchShape(), "The tenant's kill switch: true freezes, false thaws.");
    private static readonly PolicyKey<Expectation> Expect = new("expect", new ExpectationShape(), "What a question is expected to be answered. A question without it is expected to be denied.") { DefaultText = "denied; for approve, allow" };

    private static readonly PolicyKey[] Actions = [Ask, .. QuestionSection.Keys, Settle, Approve, Reject, Fact, Freeze];

    public static RecordShape<TestStep> Shape { get; } = new(
        "cases[].steps[]",
        "One step: the clock moves, then exactly one of these happens: " + string.Join(", ", Actions.Select(action => action.Name)) + ".",
        [Name, Context, After, At, Repeat, .. Actions, Expect],
        Read,
        isWhole: true);

    private static TestStep? Read(RecordReader step)
    {
        if (step.Has(After) && step.Has(At))
        {
            step.Fault(At, "stands beside after; the clock is moved or put, not both");
        }

        if (Actions.Count(step.Has) != 1)
        {
            step.Reading.Fault(step.Map, $"must have one of {string.Join(", ", Actions.Select(action => action.Name))}");
            return null;
        }

        // What else is wrong with the step is reported too, even when the action cannot be read.
        var action = ReadAction(step);
        var expect = step.TryGet(Expect, out var said) ? said : null;
        if (action is not null and not AskAction and not ResolveAction { Approves: true } && step.Has(Expect))
        {
            step.Fault(Expect, $"does not belong to {action.Kind}, which is not answered by a decision");
        }

        var read = new TestStep
        {
            Name = step.Get(Name),
            Context = step.TryGet(Context, out var context) ? context : null,
            AfterMs = step.Get(After),
            At = step.TryGet(At, out var at) ? at : null,
            Repeat = step.Get(Repeat),
            Action = action!,
            Expect = expect,
            Node = step.Map,
        };
        return action is null ? null : read;
    }

    private static StepAction? ReadAction(RecordReader step)
    {
        if (step.Has(Ask))
        {
            return step.TryGet(Ask, out var named) ? new AskAction(named, null) : null;
        }

        if (QuestionSection.Keys.Any(step.Has))
        {
            return QuestionSection.Read(step) is { } question ? new AskAction(null, question) : null;
        }

        return step.TryGet(Settle, out var settle) ? settle
            : step.TryGet(Approve, out var approve) ? approve
            : step.TryGet(Reject, out var reject) ? reject
            : step.TryGet(Fact, out var fact) ? fact
            : step.TryGet(Freeze, out var freeze) ? new FreezeAction(freeze) : null;
    }
}
