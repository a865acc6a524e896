using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Values;

/// <summary>
/// CheckInput: the values of the customer's message are trusted, those of the untrusted texts are not. Both are kept by session. Each text is read while
/// its views are there for the other checks, so that a text without values costs a look at its words.
/// </summary>
internal static class InputValues
{
    public static void Begin(PolicySnapshot snapshot, Evaluation work) => work.Values.Found.Begin(snapshot.ValueKey, ValueLimits.Recorded, 0);

    /// <summary>Reads the window of the message that the views hold.</summary>
    public static void ReadMessage(Evaluation work)
    {
        Read(work, MemberSets.Trusted, names: true);
    }

    /// <summary>Reads an untrusted text as it came; the views hold its last window, or what was left of it.</summary>
    public static void ReadUntrusted(string text, bool cut, Evaluation work)
    {
        if (cut || work.Views.Offset > 0)
        {
            work.Views.Prepare(text);
            do
            {
                Read(work, MemberSets.Untrusted, names: false);
            }
            while (work.Views.Advance(text));
            return;
        }

        Read(work, MemberSets.Untrusted, names: false);
    }

    public static void Plan(PolicySnapshot snapshot, in CallContext context, Evaluation work) =>
        ValuePlanner.KeepForSession(snapshot, context, 0, work.Values.Found.Truncated, work);

    private static void Read(Evaluation work, MemberSets sets, bool names)
    {
        var (values, views) = (work.Values, work.Views);
        var from = values.Found.Count;
        values.Codes(views, everything: true);
        values.Addresses(views.Raw, views.Offset);
        if (names)
        {
            values.NamesInProse(views);
        }

        foreach (ref readonly var value in values.Found.Items[from..])
        {
            work.Counters.Members.Add(value.Digest, sets);
        }
    }
}
