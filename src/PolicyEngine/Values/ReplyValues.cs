using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Values;

/// <summary>
/// CheckOutput before the counters: what of a reply may have been hidden in this run. Codes, addresses and names come first, all of them; then passages.
/// What does not fit is told, and the check has not run.
/// </summary>
internal static class ReplyValues
{
    public static void Begin(PolicySnapshot snapshot, Evaluation work)
    {
        work.Values.Found.Begin(snapshot.ValueKey, ValueLimits.Asked, ValueLimits.AskedPassages);
        work.Pending.Begin(work.Values);
    }

    /// <summary>Reads the window of the reply that the views hold.</summary>
    public static void Read(Evaluation work)
    {
        var (values, views) = (work.Values, work.Views);
        values.Codes(views, everything: true);
        values.Addresses(views.Raw, views.Offset);
        values.NamesInProse(views);
        values.Passages(views, PassageScan.Step, ValueLimits.AskedPassages + 1);
    }

    public static void Plan(PolicySnapshot snapshot, in CallContext context, Evaluation work)
    {
        work.Checks.Set(CheckKind.HiddenValues, CheckOutcome.Ran);
        foreach (ref readonly var value in work.Values.Found.Items)
        {
            work.Counters.Members.Add(value.Digest, MemberSets.None);
        }

        if (work.Counters.Members.Count > 0)
        {
            ValuePlanner.AskReply(snapshot, context, work);
        }
    }
}
