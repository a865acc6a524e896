using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Values;

/// <summary>CheckOutput after the counters: values that the run has hidden are leaks; what was pending is one, unless the conversation excuses it.</summary>
internal static class HiddenValueJudge
{
    public static void Judge(PolicySnapshot snapshot, in OutputCheck check, Evaluation work)
    {
        var answered = IsAnswered(work);
        JudgePending(snapshot, answered, work);
        if (answered)
        {
            JudgeHidden(snapshot, check.Text, work);
        }

        if (work.Values.Found.Truncated)
        {
            work.Checks.Set(CheckKind.HiddenValues, CheckOutcome.NotRun);
            work.Decision.DegradedReasons.Add("hidden_values:too_many_values");
        }
    }

    /// <summary>No answer excuses nothing; that it hides nothing is not said, as ReadingJudge has denied.</summary>
    private static bool IsAnswered(Evaluation work)
    {
        var operations = work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].Kind == CounterKind.Member && work.Counters.Readings[i].State is CounterState.NotRead or CounterState.Unavailable)
            {
                return false;
            }
        }

        return true;
    }

    private static void JudgePending(PolicySnapshot snapshot, bool answered, Evaluation work)
    {
        foreach (ref readonly var pending in work.Pending.Items)
        {
            if (!answered || (work.Counters.Readings.Members[pending.Value] & pending.Excuse) == 0)
            {
                Add(snapshot, pending.Code, CheckKind.Leaks, pending.Start, pending.End, work);
            }
        }
    }

    private static void JudgeHidden(PolicySnapshot snapshot, string text, Evaluation work)
    {
        var values = work.Values.Found.Items;
        var answers = work.Counters.Readings.Members.Items;
        if (answers.IndexOfAnyExcept(MemberSets.None) < 0)
        {
            return;
        }

        // Only now, as it costs: what the policy lets customers see, and every part of it.
        var found = work.Values.Found;
        foreach (ref readonly var value in values)
        {
            if (value.Kind == ValueKind.Code && snapshot.Leaks.Allows(text.AsSpan(value.Start, value.End - value.Start)))
            {
                found.Name(value.Start, value.End);
            }
        }

        Span<(int Start, int End)> places = stackalloc (int, int)[ValueLimits.Asked];
        var count = 0;
        for (var i = 0; i < Math.Min(values.Length, answers.Length); i++)
        {
            ref readonly var value = ref values[i];
            if ((answers[i] & MemberSets.Hidden) != 0 && (answers[i] & MemberSets.Milder) == 0 && !found.IsNamed(value.Start, value.End))
            {
                places[count++] = (value.Start, value.End);
            }
        }

        AddJoined(snapshot, places[..count], work);
    }

    /// <summary>Values that overlap or touch are one finding: a quoted passage, a number and its parts.</summary>
    private static void AddJoined(PolicySnapshot snapshot, Span<(int Start, int End)> places, Evaluation work)
    {
        places.Sort();
        for (var i = 0; i < places.Length;)
        {
            var (start, end) = places[i++];
            while (i < places.Length && places[i].Start <= end)
            {
                end = Math.Max(end, places[i++].End);
            }

            Add(snapshot, "leak.hidden_value", CheckKind.HiddenValues, start, end, work);
        }
    }

    private static void Add(PolicySnapshot snapshot, string code, CheckKind check, int start, int end, Evaluation work) =>
        work.Findings.Add(new Finding(code, check, snapshot.Leaks.Severity, Reason.Leak)
        {
            Score = Confidence.Of(code),
            Start = start,
            End = end,
            Field = "text",
            Monitored = snapshot.Leaks.Monitored,
        });
}
