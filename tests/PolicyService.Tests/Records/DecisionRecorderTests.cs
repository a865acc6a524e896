using System.Text.Json;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Journals;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Tests.Records;

public sealed class DecisionRecorderTests : IDisposable
{
    private const int Segment = 64 * 1024;
    private const string Ring = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private readonly GatedSink _sink = new();
    private JournalOptions? _folderOptions;
    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Record_Intervention_SaysWhatDecidedAndWhatElseWould()
    {
        var evaluation = RecordedDecision.Intervention();
        var line = await LineOf(recorder => recorder.Record(evaluation, RecordedDecision.Facts()));

        Text(line, "decision_id").ShouldBe(evaluation.Decision.Id.ToString());
        Text(line, "verdict").ShouldBe("deny");
        Text(line, "guardrail_result").ShouldBe("blocked");
        Text(line, "reason").ShouldBe("PROMPT_INJECTION");
        var intervention = line.GetProperty("intervention");
        Text(intervention.GetProperty("guardrail"), "code").ShouldBe("injection.override");
        intervention.GetProperty("others").EnumerateArray().Select(other => Text(other, "code")).ShouldBe(["limit.per_ip", "shape.long"]);
        Text(intervention.GetProperty("counterfactual"), "action").ShouldBe("llm_call");
        Text(intervention.GetProperty("counterfactual"), "verdict").ShouldBe("require_approval");
        Text(line, "tenant").ShouldBe("acme");
        Text(line, "rpc").ShouldBe("check_input");
        Text(line, "mode").ShouldBe("autopilot");
        Text(line, "policy_version").ShouldBe("0123456789abcdef");
        Text(line, "time").ShouldBe("2026-11-20T12:00:00Z");
        line.GetProperty("elapsed_us").GetInt64().ShouldBe(42);
        var finding = line.GetProperty("findings")[0];
        Text(finding, "code").ShouldBe("injection.override");
        Text(finding, "transform").ShouldBe("base64");
        finding.GetProperty("start").GetInt32().ShouldBe(3);
        finding.GetProperty("score").GetDouble().ShouldBe(0.97);
        line.GetProperty("findings")[2].GetProperty("monitored").GetBoolean().ShouldBeTrue();
        Text(line.GetProperty("checks_not_run"), "limits").ShouldBe("not_run");
        line.GetProperty("degraded")[0].GetString().ShouldBe("limits:per_ip:local");
        Text(line.GetProperty("readings")[0], "code").ShouldBe("limit.per_ip");
        Text(line.GetProperty("readings")[0], "state").ShouldBe("over");
    }

    [Fact]
    public async Task Record_PlainText_IsHashedUnderTheTenantsKeyAndNotKept()
    {
        var first = await LineOf(recorder => recorder.Record(RecordedDecision.Evaluation(), RecordedDecision.Facts("secreto")));
        var same = await LineOf(recorder => recorder.Record(RecordedDecision.Evaluation(), RecordedDecision.Facts("secreto")));
        var utf8 = await LineOf(recorder => recorder.Record(RecordedDecision.Evaluation(), RecordedDecision.Facts(null) with { Utf8 = "secreto"u8.ToArray() }));
        var other = await LineOf(recorder => recorder.Record(RecordedDecision.Evaluation(), RecordedDecision.Facts("secreto") with { Tenant = "globex" }));

        first.TryGetProperty("text", out _).ShouldBeFalse();
        first.GetRawText().Contains("secreto", StringComparison.Ordinal).ShouldBeFalse();
        Text(first, "hmac_kid").ShouldBe("k1");
        Text(same, "text_hmac").ShouldBe(Text(first, "text_hmac"));
        Text(utf8, "text_hmac").ShouldBe(Text(first, "text_hmac"));
        string.Equals(Text(other, "text_hmac"), Text(first, "text_hmac"), StringComparison.Ordinal).ShouldBeFalse();
    }

    [Theory]
    [InlineData(CaptureRule.None, Verdict.Deny, false)]
    [InlineData(CaptureRule.Interventions, Verdict.Allow, false)]
    [InlineData(CaptureRule.Interventions, Verdict.AllowPostReview, true)]
    [InlineData(CaptureRule.All, Verdict.Allow, true)]
    public async Task Record_CaptureRule_DecidesWhetherTheTextIsKept(CaptureRule rule, Verdict verdict, bool kept)
    {
        var line = await LineOf(recorder => recorder.Record(RecordedDecision.Evaluation(verdict), RecordedDecision.Facts("hola") with { Capture = rule }));
        line.TryGetProperty("text", out _).ShouldBe(kept);
    }

    [Theory]
    [InlineData("nul \0 end", "nul \0 end", false)]
    [InlineData("line\nfeed\r\u2028 \"quoted\" \\", "line\nfeed\r\u2028 \"quoted\" \\", false)]
    [InlineData("niño 😀", "niño 😀", false)]
    [InlineData("half {half} end", "half \ufffd end", true)]
    [InlineData("{half}", "\ufffd", true)]
    public async Task Record_AnyText_IsOneValidLine(string template, string read, bool altered)
    {
        // An attribute cannot hold half a surrogate pair.
        var text = template.Replace("{half}", "\ud83d", StringComparison.Ordinal);
        var facts = RecordedDecision.Facts(text) with { Capture = CaptureRule.All, Tool = text, MessageId = text };
        var line = await LineOf(recorder => recorder.Record(RecordedDecision.Evaluation(), facts));

        Text(line, "text").ShouldBe(read);
        Text(line, "tool").ShouldBe(read);
        line.TryGetProperty("text_altered", out _).ShouldBe(altered);
    }

    [Fact]
    public async Task Record_RingFull_DropsPlainAllowAndKeepsTheRest()
    {
        _sink.Shut();
        await using var recorder = Recorder(new DecisionRecorderOptions { Lines = 4, Linger = TimeSpan.Zero });
        recorder.Record(RecordedDecision.Evaluation(), RecordedDecision.Facts()).ShouldBeTrue();
        await _sink.Entered;

        for (var index = 0; index < 10; index++)
        {
            recorder.Record(RecordedDecision.Evaluation(), RecordedDecision.Facts()).ShouldBeTrue("a plain ALLOW never stands in the way");
            recorder.Record(RecordedDecision.Evaluation(Verdict.Deny), RecordedDecision.Facts()).ShouldBeTrue();
        }

        recorder.Health.Dropped.ShouldBe(7);
        recorder.Health.Waiting.ShouldBe(4);
        recorder.Health.InJournal.ShouldBe(10);
        _sink.Open();
        await recorder.DisposeAsync();
        _sink.Lines.Length.ShouldBe(14);
        recorder.Health.Waiting.ShouldBe(0);
        recorder.Health.WaitingBytes.ShouldBe(0);
        recorder.Health.InJournal.ShouldBe(0);
    }

    [Fact]
    public async Task Record_JournalFull_RefusesWhatMustBeKeptUntilThereIsRoom()
    {
        _sink.Shut();
        await using var recorder = Recorder(journal: Options() with { Bytes = 2 * Segment });
        var taken = 0;
        var wait = Task.Delay(TimeSpan.FromSeconds(30));
        while (recorder.Health.IsTaking || recorder.Record(Settle()))
        {
            // The second segment is made off the path: what is refused before it is there is refused for now.
            taken += recorder.Record(RecordedDecision.Evaluation(Verdict.Deny), RecordedDecision.Facts()) ? 1 : 0;
            wait.IsCompleted.ShouldBeFalse();
        }

        recorder.Health.JournalFault.ShouldBe("the journal is full");
        recorder.Health.Refused.ShouldBeGreaterThan(0);
        recorder.Record(RecordedDecision.Evaluation(), RecordedDecision.Facts()).ShouldBeTrue("a plain ALLOW needs no journal");
        taken.ShouldBeGreaterThan(100);
        _sink.Open();
        while (!recorder.Record(Settle()))
        {
            wait.IsCompleted.ShouldBeFalse();
            await Task.Yield();
        }

        recorder.Health.IsTaking.ShouldBeTrue();
    }

    /// <summary>Each of these is in the journal, although the ring has no room at all.</summary>
    [Theory]
    [InlineData("reserved")]
    [InlineData("monitored")]
    [InlineData("capture all")]
    [InlineData("kept by policy")]
    public async Task Record_AllowThatIsMoreThanPlain_IsNotDropped(string kind)
    {
        _sink.Shut();
        await using var recorder = Recorder(new DecisionRecorderOptions { Lines = 0 });
        var evaluation = RecordedDecision.Evaluation();
        evaluation.Counters.Readings.Reserved = kind == "reserved";
        evaluation.Decision.EnforcedVerdict = kind == "monitored" ? Verdict.Deny : Verdict.Allow;

        recorder.Record(evaluation, RecordedDecision.Facts() with
        {
            Capture = kind == "capture all" ? CaptureRule.All : CaptureRule.None,
            PlainAllow = kind == "kept by policy" ? PlainAllowRule.Keep : PlainAllowRule.Droppable,
        }).ShouldBeTrue();
        recorder.Record(RecordedDecision.Evaluation(), RecordedDecision.Facts()).ShouldBeTrue();

        recorder.Health.InJournal.ShouldBe(1);
        recorder.Health.Dropped.ShouldBe(1);
        _sink.Open();
    }

    [Fact]
    public async Task Record_PolicyDropsPlainAllow_CountsItAndWritesTheRest()
    {
        await using var recorder = Recorder();
        var facts = RecordedDecision.Facts() with { PlainAllow = PlainAllowRule.Drop };
        var reserved = RecordedDecision.Evaluation();
        reserved.Counters.Readings.Reserved = true;

        recorder.Record(RecordedDecision.Evaluation(), facts).ShouldBeTrue();
        recorder.Record(reserved, facts).ShouldBeTrue();
        recorder.Record(RecordedDecision.Evaluation(Verdict.Deny), facts).ShouldBeTrue();

        recorder.Health.DroppedByPolicy.ShouldBe(1);
        recorder.Health.Dropped.ShouldBe(0);
        await recorder.DisposeAsync();
        _sink.Lines.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Record_MoreBytesThanMayWait_IsDropped()
    {
        _sink.Shut();
        await using var recorder = Recorder(new DecisionRecorderOptions { Bytes = 100_000 });
        recorder.Record(RecordedDecision.Evaluation(), RecordedDecision.Facts(new string('x', 60_000)));
        recorder.Health.Dropped.ShouldBe(1);
        recorder.Record(RecordedDecision.Evaluation(), RecordedDecision.Facts(new string('x', 30_000)));
        recorder.Health.Dropped.ShouldBe(1);
        _sink.Open();
    }

    /// <summary>The hash is over all of it, and what is kept says that it is a part.</summary>
    [Theory]
    [InlineData(Verdict.Deny, true)]
    [InlineData(Verdict.Deny, false)]
    [InlineData(Verdict.Allow, false)]
    public async Task Record_TextBeyondTheLimit_IsCutAndSaysSo(Verdict verdict, bool utf8)
    {
        var text = new string('x', RecordLimits.Text - 1) + "ñ" + new string('y', RecordLimits.Text);
        var facts = RecordedDecision.Facts(utf8 ? null : text) with { Capture = CaptureRule.All, Utf8 = utf8 ? System.Text.Encoding.UTF8.GetBytes(text) : default };
        _folderOptions = Options() with { SegmentSize = 4 * 1024 * 1024 };

        var line = await LineOf(recorder => recorder.Record(RecordedDecision.Evaluation(verdict), facts));
        var hashed = await LineOf(recorder => recorder.Record(RecordedDecision.Evaluation(), facts with { Capture = CaptureRule.None }));

        Text(line, "text").ShouldBe(new string('x', RecordLimits.Text - 1), "a letter is not cut in two");
        line.GetProperty("text_truncated").GetBoolean().ShouldBeTrue();
        line.GetProperty("text_bytes").GetInt32().ShouldBe((2 * RecordLimits.Text) + 1);
        Text(line, "text_hmac").ShouldBe(Text(hashed, "text_hmac"));
    }

    [Fact]
    public async Task Record_LineBeyondTheLimit_KeepsWhatIsEssential()
    {
        _folderOptions = Options() with { SegmentSize = 4 * 1024 * 1024 };
        var evaluation = RecordedDecision.Evaluation(Verdict.Deny);
        evaluation.Findings.Add(new Finding("x", CheckKind.Shape, Verdict.Deny, Reason.TooLong) { Detail = new string('d', RecordLimits.Line) });

        var line = await LineOf(recorder => recorder.Record(evaluation, RecordedDecision.Facts()));

        line.GetProperty("record_truncated").GetBoolean().ShouldBeTrue();
        Text(line, "decision_id").ShouldBe(evaluation.Decision.Id.ToString());
        Text(line, "verdict").ShouldBe("deny");
        line.TryGetProperty("findings", out _).ShouldBeFalse();
        Text(line, "text_hmac").ShouldNotBeNull();
    }

    [Fact]
    public async Task WriteAsync_SinkFails_TriesAgainAndLosesNothing()
    {
        var clock = new ManualClock();
        _sink.FailuresLeft = 2;
        await using var recorder = new DecisionRecorder(_sink, Journal.Open(Options()), KeyRing.Parse(Ring), clock);
        for (var index = 0; index < 5; index++)
        {
            recorder.Record(RecordedDecision.Evaluation(Verdict.Deny), RecordedDecision.Facts()).ShouldBeTrue();
        }

        var timeout = Task.Delay(TimeSpan.FromSeconds(30));
        while (recorder.Health.Written < 5 && !timeout.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        _sink.FailuresLeft.ShouldBe(0);
        recorder.Health.IsWriting.ShouldBeTrue();
        _sink.Lines.Length.ShouldBe(5);
    }

    [Fact]
    public async Task Health_SinkFails_SaysWhy()
    {
        _sink.FailuresLeft = int.MaxValue;
        var recorder = Recorder(new DecisionRecorderOptions { StopWithin = TimeSpan.Zero });
        recorder.Record(RecordedDecision.Evaluation(Verdict.Deny), RecordedDecision.Facts());
        await _sink.Entered;
        var timeout = Task.Delay(TimeSpan.FromSeconds(30));
        while (recorder.Health.IsWriting && !timeout.IsCompleted)
        {
            await Task.Yield();
        }

        recorder.Health.IsWriting.ShouldBeFalse();
        recorder.Health.SinkFault.ShouldBe("no space left");
        recorder.Health.IsTaking.ShouldBeTrue("the journal is there");
        await recorder.DisposeAsync();
        _sink.FailuresLeft = 0;
        await using (Recorder())
        {
        }

        _sink.Lines.Length.ShouldBe(1, "what a stop could not write is written by the next process");
    }

    [Fact]
    public async Task Record_Settle_SaysReservationActionAndOverrun()
    {
        var line = await LineOf(recorder => recorder.Record(Settle()));

        Text(line, "type").ShouldBe("settle");
        Text(line, "action").ShouldBe("commit");
        Text(line, "state").ShouldBe("late");
        Text(line, "outcome").ShouldBe("done");
        line.GetProperty("actual").GetProperty("credits").GetInt64().ShouldBe(130);
        line.GetProperty("overrun").GetProperty("credits").GetInt64().ShouldBe(30);
        line.GetProperty("budgets")[0].GetProperty("held").GetInt64().ShouldBe(90);
    }

    [Fact]
    public async Task Record_Approval_SaysWhoAndHow()
    {
        var line = await LineOf(recorder => recorder.Record(new EventFacts
        {
            Type = "approval", Tenant = "acme", Time = DateTimeOffset.UnixEpoch, Principal = "ana", State = "approved", Kind = "executive_escalation", DecisionId = Guid.NewGuid(),
        }));

        Text(line, "approval_type").ShouldBe("executive_escalation");
        line.TryGetProperty("note", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Record_SteadyState_AllocatesLittle()
    {
        await using var recorder = Recorder(new DecisionRecorderOptions { Linger = TimeSpan.Zero });
        var evaluation = RecordedDecision.Evaluation();
        var facts = RecordedDecision.Facts();
        for (var round = 0; round < 200; round++)
        {
            recorder.Record(evaluation, facts);
            await Drained(recorder);
        }

        // One buffer at a time is in flight, so each is one that came back.
        var allocated = 0L;
        for (var round = 0; round < 100; round++)
        {
            allocated += Allocated(recorder, evaluation, facts);
            await Drained(recorder);
        }

        (allocated / 100).ShouldBeLessThan(128);
    }

    private static long Allocated(DecisionRecorder recorder, AiDesk.Policy.Checks.Evaluation evaluation, RequestFacts facts)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        recorder.Record(evaluation, facts);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static async Task Drained(DecisionRecorder recorder)
    {
        while (recorder.Health.Waiting > 0)
        {
            await Task.Yield();
        }
    }

    private static SettleFacts Settle() => new()
    {
        Tenant = "acme",
        Time = DateTimeOffset.UnixEpoch,
        Principal = "bot",
        Reservation = new Reservation(Guid.NewGuid(), "acme", 0, [new HeldBudget("daily", "", "credits", 0, long.MaxValue, 90, 100)]),
        Action = SettleAction.Commit,
        Result = new SettleResult(SettleState.Late, 0, [new Amount("credits", 30)]),
        Actual = new Amount[] { new("credits", 130) },
        DecisionId = Guid.NewGuid(),
        Outcome = "done",
    };

    private JournalOptions Options() => new() { Folder = _folder, SegmentSize = Segment };

    private DecisionRecorder Recorder(DecisionRecorderOptions? options = null, JournalOptions? journal = null) =>
        new(_sink, Journal.Open(journal ?? _folderOptions ?? Options()), KeyRing.Parse(Ring), TimeProvider.System, options);

    private async Task<JsonElement> LineOf(Func<DecisionRecorder, bool> record)
    {
        var before = _sink.Lines.Length;
        await using (var recorder = Recorder())
        {
            record(recorder).ShouldBeTrue();
        }

        _sink.Lines.Length.ShouldBe(before + 1);
        return JsonDocument.Parse(_sink.Lines[^1]).RootElement;
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
