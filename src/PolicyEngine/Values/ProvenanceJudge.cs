using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Values;

/// <summary>
/// CheckToolCall after the counters: an argument whose value only untrusted text has held needs approval. One that was never seen does not: what a model
/// makes up is the schema's and the risk's to judge. Where the sets cannot tell, values count as untrusted, in monitor too.
/// </summary>
internal static class ProvenanceJudge
{
    private const string Code = "argument.untrusted";

    public static void Judge(PolicySnapshot snapshot, Evaluation work)
    {
        if (work.Values.Found.Truncated)
        {
            Doubt(work, "too_many_values", "holds more values than can be asked for");
            return;
        }

        var operations = work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].Kind != CounterKind.Member)
            {
                continue;
            }

            switch (work.Counters.Readings[i].State)
            {
                case CounterState.Ok:
                    break;
                case CounterState.Over:
                    AddUntrusted(snapshot, work);
                    break;
                case CounterState.Incomplete:
                    Doubt(work, "incomplete", "its session has read more than is remembered");
                    break;
                default:
                    Doubt(work, "counters_unavailable", "the counters did not answer");
                    break;
            }
        }
    }

    private static void AddUntrusted(PolicySnapshot snapshot, Evaluation work)
    {
        var values = work.Values.Found.Items;
        var told = -1;
        for (var i = 0; i < values.Length; i++)
        {
            var sets = work.Counters.Readings.Members[i];
            if ((sets & MemberSets.Untrusted) == 0 || (sets & MemberSets.Trusted) != 0 || values[i].Start == told)
            {
                continue;
            }

            told = values[i].Start;
            work.Findings.Add(new Finding(Code, CheckKind.Provenance, Verdict.RequireApproval, Reason.UntrustedArgument)
            {
                Field = JsonPath.Of(work.Arguments, told),
                Detail = values[i].Kind switch
                {
                    ValueKind.Email => "an e-mail address that only untrusted text has held",
                    ValueKind.Url or ValueKind.Host => "a web address that only untrusted text has held",
                    _ => "a number or id that only untrusted text has held",
                },
                Monitored = snapshot.Provenance.Enforcement == Enforcement.Monitor,
            });
        }
    }

    private static void Doubt(Evaluation work, string why, string detail)
    {
        work.Checks.Set(CheckKind.Provenance, CheckOutcome.NotRun);
        work.Decision.DegradedReasons.Add("provenance:" + why);
        work.Findings.Add(new Finding(Code, CheckKind.Provenance, Verdict.RequireApproval, Reason.UntrustedArgument)
        {
            Detail = $"counts as untrusted: {detail}",
        });
    }
}
