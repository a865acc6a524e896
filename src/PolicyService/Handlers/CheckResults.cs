using AiDesk.Policy.Checks;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>The checks of a decision on the wire. Each pair of check and outcome is one shared message: nobody changes it.</summary>
internal static class CheckResults
{
    private static readonly Wire.CheckResult[][] Shared = [.. System.Enum.GetValues<CheckOutcome>().Select(outcome => System.Enum.GetValues<CheckKind>().Select(check => Make(check, outcome)).ToArray())];

    public static void AddTo(RepeatedField<Wire.CheckResult> wire, CheckOutcomes checks)
    {
        wire.Capacity = CheckCatalog.Count / 2;
        for (var check = 0; check < CheckCatalog.Count; check++)
        {
            var outcome = checks[(CheckKind)check];
            if (outcome != CheckOutcome.None)
            {
                wire.Add(checks.Watch is CheckTimes times ? Timed((CheckKind)check, outcome, times) : Shared[(int)outcome][check]);
            }
        }
    }

    /// <summary>What was skipped took no time.</summary>
    private static Wire.CheckResult Timed(CheckKind check, CheckOutcome outcome, CheckTimes times)
    {
        var result = Make(check, outcome);
        if (outcome != CheckOutcome.Skipped)
        {
            result.Elapsed = Duration.FromTimeSpan(times[check]);
        }

        return result;
    }

    private static Wire.CheckResult Make(CheckKind check, CheckOutcome outcome) =>
        new() { Name = CheckCatalog.NameOf(check), Version = CheckCatalog.Version, Outcome = (Wire.CheckOutcome)outcome };
}
