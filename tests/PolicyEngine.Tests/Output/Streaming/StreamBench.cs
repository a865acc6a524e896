using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Output.Streaming;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Tests.Output.Streaming;

/// <summary>How a stream ended.</summary>
/// <param name="Released">All that was released.</param>
/// <param name="Early">What of it had left before the end.</param>
/// <param name="Stopped">It stopped before the end.</param>
/// <param name="Overheld">Too much was held.</param>
/// <param name="LookedAt">Units looked at.</param>
/// <param name="Finished">What was released begins what may be.</param>
internal sealed record Streamed(string Released, string Early, bool Stopped, bool Overheld, long LookedAt, bool Finished);

/// <summary>What CheckOutput says of the whole.</summary>
/// <param name="Verdict">Of the decision.</param>
/// <param name="Text">What it lets go; null when it denies.</param>
/// <param name="FirstStop">Where the first finding begins that stops it; -1 when none with a place does.</param>
internal sealed record Whole(Verdict Verdict, string? Text, int FirstStop);

/// <summary>Streams and whole replies through the engine, in a conversation that has shown and hidden nothing.</summary>
internal static class StreamBench
{
    /// <summary>No detector needs the whole text: what is released follows the anchors.</summary>
    public static PolicySnapshot Anchored(LeakRule onLeak) => Of(new OutputRules
    {
        OnLeak = onLeak, Abuse = AbuseRule.Off, Pii = PiiKinds.Card | PiiKinds.Iban | PiiKinds.Email | PiiKinds.Phone | PiiKinds.Address | PiiKinds.NationalId | PiiKinds.Postal,
        AllowedHosts = ["acme.example"],
    });

    public static PolicySnapshot Of(OutputRules rules) => new() { Tenant = "acme", Version = "0000000000000000", Output = rules };

    public static Streamed Run(PolicySnapshot snapshot, string text, params int[] chunks)
    {
        var stream = new ReplyStream(snapshot);
        var work = new Evaluation();
        var released = new System.Text.StringBuilder();
        for (var (at, i) = (0, 0); at < text.Length; i++)
        {
            var length = Math.Min(chunks.Length == 0 ? text.Length : chunks[i % chunks.Length], text.Length - at);
            stream.TryAppend(text.AsSpan(at, length)).ShouldBeTrue();
            at += length;
            while (stream.TryNext(out var window))
            {
                Decide(snapshot, window.Text, false, work);
                stream.Judge(work);
                released.Append(stream.Fresh());
            }
        }

        var early = released.ToString();
        var (stopped, overheld) = (stream.Stopped, stream.IsOverheld);
        Decide(snapshot, text, overheld, work);
        var finished = stream.Agrees(work);
        stream.Finish(work);
        released.Append(stream.Fresh());
        return new Streamed(released.ToString(), early, stopped, overheld, stream.LookedAt, finished);
    }

    public static Whole Judge(PolicySnapshot snapshot, string text)
    {
        var work = new Evaluation();
        Decide(snapshot, text, false, work);
        var first = -1;
        foreach (ref readonly var finding in work.Findings.Items)
        {
            if (!finding.Monitored && !finding.Severity.LetsGoOn() && finding.Start >= 0 && (first < 0 || finding.Start < first))
            {
                first = finding.Start;
            }
        }

        var decision = work.Decision;
        return new Whole(decision.Verdict, !decision.Verdict.LetsGoOn() ? null : decision.Obligations.HasFlag(Obligations.Redact) ? work.Cleaned[0].Text : text, first);
    }

    public static void Decide(PolicySnapshot snapshot, string text, bool overheld, Evaluation work)
    {
        work.Clear();
        var check = new OutputCheck { Context = new CallContext { RunId = "r" }, Text = text, IsOverheld = overheld };
        PolicyEngine.InspectOutput(snapshot, check, work);
        for (var i = 0; i < work.Counters.Count; i++)
        {
            work.Counters.Readings[i].State = CounterState.Ok;
        }

        work.Counters.Readings.Members.Reserve(work.Counters.Members.Count);
        PolicyEngine.DecideOutput(snapshot, check, work);
    }
}
