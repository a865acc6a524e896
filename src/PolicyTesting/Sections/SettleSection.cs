using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary><c>settle:</c> of a step.</summary>
internal static class SettleSection
{
    private static readonly PolicyKey<NameReference> Step = new("step", new NameReferenceShape("an earlier step"), "The step whose work it was.") { Required = true };
    private static readonly PolicyKey<Limits.SettleAction> How = new("action", Choice.Of(Limits.SettleAction.None), "What becomes of the reservation.") { Default = Limits.SettleAction.Commit, DefaultText = "commit" };
    private static readonly PolicyKey<bool> Done = new("done", new SwitchShape(), "The work was done, so that the tool and its kind are facts for its subject.") { DefaultText = "true for commit" };
    private static readonly PolicyKey<IReadOnlyList<Named<Quantity>>> Actual = new("actual", CostSection.Shape, "What it cost, with commit.") { Default = [], DefaultText = "what was held" };
    private static readonly PolicyKey<SettleState> State = new("state", Choice.Of(SettleState.None), "How the settle is expected to end.") { Default = SettleState.Applied, DefaultText = "applied" };

    public static RecordShape<Files.SettleAction> Shape { get; } = new(
        "cases[].steps[].settle",
        "The work of an earlier step ended: its reservation becomes spend or is given back.",
        [Step, How, Done, Actual, State],
        Read,
        isWhole: true);

    private static Files.SettleAction Read(RecordReader settle)
    {
        var how = settle.Get(How);
        if (settle.Has(Actual) && how != Limits.SettleAction.Commit)
        {
            settle.Fault(Actual, "is for commit only");
        }

        return new Files.SettleAction
        {
            Step = settle.Get(Step),
            How = how,
            Done = settle.TryGet(Done, out var done) ? done : how == Limits.SettleAction.Commit,
            Actual = CostSection.Read(settle, Actual),
            State = settle.Get(State),
        };
    }
}
