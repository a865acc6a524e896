using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Output.Streaming;
using AiDesk.Policy.Policies;

namespace AiDesk.SharedData.Tests.Leaks;

/// <summary>The labelled texts as streamed replies, several one behind the other: what was released is what CheckOutput lets go of the whole, or the text before its first finding.</summary>
public class StreamedReplyTests
{
    private const PiiKinds All = PiiKinds.Card | PiiKinds.Iban | PiiKinds.Email | PiiKinds.Phone | PiiKinds.Address | PiiKinds.NationalId | PiiKinds.Postal;

    [Theory]
    [InlineData(LeakRule.Deny, "\n")]
    [InlineData(LeakRule.Deny, " ")]
    [InlineData(LeakRule.Redact, "\n")]
    [InlineData(LeakRule.Redact, " ")]
    public void Stream_TextsOfDev_ReleasesWhatTheWholeLetsGo(LeakRule onLeak, string between)
    {
        var snapshot = new PolicySnapshot { Tenant = "t", Version = "0", Output = new OutputRules { OnLeak = onLeak, Abuse = AbuseRule.Off, Pii = All } };
        var work = new Policy.Checks.Evaluation();
        var early = 0L;
        foreach (var rows in LeakRow.Read("dev.jsonl.gz").Chunk(4))
        {
            var text = string.Join(between, rows.Select(row => row.Text));
            var stream = new ReplyStream(snapshot);
            for (var at = 0; at < text.Length; at += 17)
            {
                stream.TryAppend(text.AsSpan(at, Math.Min(17, text.Length - at))).ShouldBeTrue();
                while (stream.TryNext(out var window))
                {
                    Decide(snapshot, window.Text, work);
                    stream.Judge(work);
                }
            }

            early += stream.Released.Length;
            Decide(snapshot, text, work);
            stream.Agrees(work).ShouldBeTrue(text);
            var expected = Expected(work, text);
            stream.Finish(work);
            if (expected is not null)
            {
                stream.Released.ToString().ShouldBe(expected);
            }
        }

        early.ShouldBeGreaterThan(0);
    }

    /// <summary>Null when more was found than is listed: then less is released than stands before the first.</summary>
    private static string? Expected(Policy.Checks.Evaluation work, string text)
    {
        if (work.Findings.Overflow > 0)
        {
            return null;
        }

        return !work.Decision.Verdict.LetsGoOn() ? text[..work.Findings.Items.ToArray().Where(finding => !finding.Severity.LetsGoOn()).Min(finding => finding.Start)]
            : work.Cleaned.Count > 0 ? work.Cleaned[0].Text : text;
    }

    private static void Decide(PolicySnapshot snapshot, string text, Policy.Checks.Evaluation work)
    {
        work.Clear();
        var check = new OutputCheck { Context = new CallContext { RunId = "r" }, Text = text };
        Policy.PolicyEngine.InspectOutput(snapshot, check, work);
        for (var i = 0; i < work.Counters.Count; i++)
        {
            work.Counters.Readings[i].State = CounterState.Ok;
        }

        work.Counters.Readings.Members.Reserve(work.Counters.Members.Count);
        Policy.PolicyEngine.DecideOutput(snapshot, check, work);
    }
}
