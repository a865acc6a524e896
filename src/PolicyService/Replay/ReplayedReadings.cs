using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;

namespace AiDesk.Policy.Service.Replay;

/// <summary>
/// Stands for the counters of a replay. An operation that was read then, under the same rule, finds what it found; under another rule the numbers are judged
/// by the new one; what was not read finds nothing counted, a fact missing, and is named.
/// </summary>
internal static class ReplayedReadings
{
    /// <summary>Fills the readings; answers the codes of the operations that had none to stand on.</summary>
    public static IReadOnlyList<string> Fill(Evaluation work, CapturedDecision captured)
    {
        var batch = work.Counters;
        var assumed = new List<string>();
        var used = new bool[captured.Readings.Count];
        batch.Readings.Now = captured.Check.Context.Now.ToUnixTimeMilliseconds();
        var sameValues = batch.Members.Count == captured.Values.Length;
        batch.Readings.Members.Reserve(batch.Members.Count);
        for (var index = 0; sameValues && index < captured.Values.Length; index++)
        {
            batch.Readings.Members.Add(index, (MemberSets)captured.Values[index]);
        }

        for (var index = 0; index < batch.Count; index++)
        {
            ref readonly var operation = ref batch.Operations[index];
            var found = Find(captured.Readings, used, operation);
            if (found is null || (operation.Kind == CounterKind.Member && !sameValues))
            {
                batch.Readings[index] = Assume(operation);
                assumed.Add(work.Plan[index].Code ?? operation.Name);
            }
            else
            {
                batch.Readings[index] = found.Rule == ReadingRule.Of(operation) ? found.Reading : Judge(batch, operation, found.Reading);
            }
        }

        return assumed;
    }

    private static CapturedReading? Find(IReadOnlyList<CapturedReading> readings, bool[] used, in CounterOperation operation)
    {
        for (var index = 0; index < used.Length; index++)
        {
            var reading = readings[index];
            if (!used[index] && reading.Kind == ReadingRule.NameOf(operation.Kind) && reading.Name == operation.Name
                && reading.Descriptor == operation.Descriptor && reading.Window == ReadingRule.WindowOf(operation))
            {
                used[index] = true;
                return reading;
            }
        }

        return null;
    }

    /// <summary>Nothing counted. A fact that nobody asked for may be there or not: it is taken as missing, so that a replay is never too mild.</summary>
    private static CounterReading Assume(in CounterOperation operation)
    {
        var reading = new CounterReading { State = operation.Kind == CounterKind.Require ? CounterState.Over : CounterState.Ok };
        switch (operation.Kind)
        {
            case CounterKind.Rate:
                reading.Used = operation.Cost;
                reading.Remaining = Math.Max(0, operation.Rate!.Rate - operation.Cost);
                break;
            case CounterKind.Reserve:
                Budgets.Check(operation, null, 0, operation.Window.Start, ref reading);
                break;
            case CounterKind.Strike when operation.Write == CounterWrite.Always:
                reading.Used = 1;
                reading.Written = true;
                break;
        }

        return reading;
    }

    private static CounterReading Judge(CounterBatch batch, in CounterOperation operation, CounterReading reading)
    {
        if (reading.State is CounterState.Unavailable or CounterState.NotRead)
        {
            return reading;
        }

        switch (operation.Kind)
        {
            case CounterKind.Rate:
                // A hit that passed is among those that were used.
                var before = reading.State == CounterState.Ok ? Math.Max(0, reading.Used - operation.Cost) : reading.Used;
                var fits = before + Math.Max(1, operation.Cost) <= operation.Rate!.Rate;
                reading.State = fits ? CounterState.Ok : CounterState.Over;
                reading.Used = fits ? before + operation.Cost : before;
                reading.Remaining = Math.Max(0, operation.Rate.Rate - reading.Used);
                break;
            case CounterKind.Reserve:
                Budgets.Check(operation, new BudgetEntry { Committed = reading.Used }, 0, batch.Readings.Now, ref reading);
                break;
            case CounterKind.Duplicate:
                reading.State = reading.Used > Duplicates.Allowed(operation) ? CounterState.Over : CounterState.Ok;
                break;
            case CounterKind.Strike:
                JudgeStrike(batch, operation, ref reading);
                break;
            case CounterKind.Member:
                JudgeValues(batch, operation, ref reading);
                break;
        }

        return reading;
    }

    /// <summary>The strike of this call is taken away or added as the candidate asks for it; a block that ran before the call goes on.</summary>
    private static void JudgeStrike(CounterBatch batch, in CounterOperation operation, ref CounterReading reading)
    {
        var asked = operation.Write == CounterWrite.Always || (operation.Write == CounterWrite.OnDuplicate && HasDuplicate(batch));
        var blockedBefore = reading.State == CounterState.Over && !reading.Written;
        var before = reading.Used - (reading.Written ? 1 : 0);
        reading.Written = asked && !blockedBefore;
        reading.Used = before + (reading.Written ? 1 : 0);
        var blocks = operation.Threshold > 0 && reading.Used >= operation.Threshold;
        reading.State = blockedBefore || blocks ? CounterState.Over : CounterState.Ok;
        reading.ResetAt = blockedBefore ? reading.ResetAt : blocks ? batch.Readings.Now + operation.BlockMs : 0;
        reading.Remaining = Math.Max(0, operation.Threshold - reading.Used);
    }

    private static bool HasDuplicate(CounterBatch batch)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            if (batch.Operations[index].Kind == CounterKind.Duplicate && batch.Readings[index].State == CounterState.Over)
            {
                return true;
            }
        }

        return false;
    }

    private static void JudgeValues(CounterBatch batch, in CounterOperation operation, ref CounterReading reading)
    {
        var held = 0;
        for (var index = operation.MemberStart; index < operation.MemberStart + operation.MemberCount; index++)
        {
            var sets = batch.Readings.Members[index];
            held += (sets & operation.MemberOf) != 0 && (sets & operation.MemberUnless) == 0 ? 1 : 0;
        }

        reading.Used = held;
        reading.State = held > 0 ? CounterState.Over : reading.State == CounterState.Incomplete ? CounterState.Incomplete : CounterState.Ok;
    }
}
