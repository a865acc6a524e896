using System.Collections.Frozen;
using System.Text.Json;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Output;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Tests.Values;

public sealed class HiddenValueTests
{
    private static readonly OutputField Shown = new()
    {
        Type = OutputType.Object,
        Fields = new Dictionary<string, OutputField>(StringComparer.Ordinal)
        {
            ["shown"] = new() { Type = OutputType.String, MaxChars = 200 },
            ["id"] = new() { Type = OutputType.String, Trust = OutputTrust.Reference },
        }.ToFrozenDictionary(StringComparer.Ordinal),
    };

    [Theory]
    [InlineData("""{"secret":"KEY-99812-X"}""", "it is KEY-99812-X", true)]
    [InlineData("""{"a":{"b":[{"c":"KEY-99812-X"}]}}""", "it is KEY-99812-X", true)]
    [InlineData("""{"n":81237765}""", "it is 81 237 765", true)]
    [InlineData("""{"n":-81237.765}""", "it is 81237.765", true)]
    [InlineData("""{"shown":42,"n":1}""", "it is 42", false)]
    [InlineData("""{"secret":"KEY-99812-X","shown":"use KEY-99812-X"}""", "it is KEY-99812-X", false)]
    [InlineData("""{"mail":"hidden.person@acme.example"}""", "write to hidden.person@acme.example", true)]
    [InlineData("""{"link":"https://admin.acme.example/orders/list"}""", "see https://admin.acme.example/orders/list", true)]
    [InlineData("""{"link":"https://acme.example/orders/list"}""", "see https://acme.example/", false)]
    [InlineData("""{"secret":"half \ud800 KEY-99812-X"}""", "it is KEY-99812-X", true)]
    public void Decide_ReplyAfterOutput_HiddenValuesLeak(string output, string reply, bool leaks)
    {
        var run = new RunValues { Snapshot = RunValues.Of(Shown, new OutputRules()) };
        run.Filter(output);

        run.Reply(reply);

        run.Work.Decision.Verdict.ShouldBe(leaks ? Verdict.Deny : Verdict.Allow);
        run.Work.Findings.Items.ToArray().Any(finding => finding.Code == "leak.hidden_value").ShouldBe(leaks);
        run.Work.Checks[CheckKind.HiddenValues].ShouldBe(CheckOutcome.Ran);
    }

    [Fact]
    public void Decide_IdentifierThatWasShown_IsNoLeak()
    {
        const string Id = "550e8400-e29b-41d4-a716-446655440000";
        var run = new RunValues { Snapshot = RunValues.Of(Shown, new OutputRules()) };
        run.Reply($"It is {Id}.");
        run.Work.Decision.Reason.ShouldBe(Reason.Leak);

        run.Filter($$"""{"id":"{{Id}}"}""");
        run.Reply($"It is {Id}.");

        run.Work.Decision.Verdict.ShouldBe(Verdict.Allow);
    }

    [Fact]
    public void Decide_LeakInMonitor_IsRecordedAndDoesNotBind()
    {
        var run = new RunValues { Snapshot = RunValues.Of(Shown, new OutputRules { LeakEnforcement = Enforcement.Monitor }) };
        run.Filter("""{"secret":"KEY-99812-X"}""");

        run.Reply("it is KEY-99812-X");

        run.Work.Decision.Verdict.ShouldBe(Verdict.Allow);
        run.Work.Decision.EnforcedVerdict.ShouldBe(Verdict.Deny);
    }

    [Fact]
    public void Decide_ReplyWithMoreValuesThanCanBeAsked_IsDegradedAndNotRun()
    {
        var run = new RunValues();

        run.Reply(string.Join("; ", Enumerable.Range(0, ValueLimits.Asked + 1).Select(i => $"{817233 + (i * 7)}")));

        run.Work.Checks[CheckKind.HiddenValues].ShouldBe(CheckOutcome.NotRun);
        run.Work.Decision.DegradedReasons.Contains("hidden_values:too_many_values", StringComparer.Ordinal).ShouldBeTrue();
    }

    [Fact]
    public void Inspect_MoreHiddenValuesThanACallKeeps_IsTold()
    {
        var run = new RunValues();

        run.Filter(JsonSerializer.Serialize(new { all = Enumerable.Range(0, ValueLimits.Recorded + 1).Select(i => 81_723_345 + (i * 7)) }));

        var operation = run.Work.Counters.Operations.ToArray().Single(operation => operation.Kind == CounterKind.Member && operation.Name == "r-1");
        operation.MemberTruncated.ShouldBeTrue();
        operation.MemberCount.ShouldBe(ValueLimits.Recorded);
    }

    [Fact]
    public void Filter_AnyOutput_NothingHiddenIsAlsoShown()
    {
        var text = Gen.Elements("ORD-104821", "81237765", "ana@acme.example", "Marianne Dupont", "note that ORD-104821 was paid twice by the same card again", "ok", "12 x 81237765");
        var pair = from shown in text from hidden in text select (shown, hidden);
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200).WithCommittedSeed(20261121, 11),
            Prop.ForAll(pair.ToArbitrary(), both =>
            {
                var run = new RunValues { Snapshot = RunValues.Of(Shown, new OutputRules()) };
                run.Filter(JsonSerializer.Serialize(new { both.shown, both.hidden }));
                var sets = run.SetsOf("r-1");
                for (var place = 0; place < sets.Places; place++)
                {
                    sets.At(place).Sets.ShouldNotBe(MemberSets.Hidden | MemberSets.Exposed);
                }

                run.Reply(both.shown);
                run.Work.Findings.Items.ToArray().ShouldNotContain(finding => finding.Code == "leak.hidden_value");
            }));
    }

    [Fact]
    public void Redact_AnyReply_HoldsNoHiddenValueAfterwards()
    {
        var piece = Gen.Elements("KEY-99812-X", "key 99812 x", "81 237 765", "Marianne Dupont", "ana@acme.example", "hello there", "it is", "and", "\n", "12", "－", "ＫＥＹ－９９８１２－Ｘ");
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300).WithCommittedSeed(20261121, 13),
            Prop.ForAll(piece.ListOf().Select(pieces => string.Join(' ', pieces)).ToArbitrary(), reply =>
            {
                var run = new RunValues { Snapshot = RunValues.Of(Shown, new OutputRules { OnLeak = LeakRule.Redact }) };
                run.Filter("""{"a":"KEY-99812-X","b":81237765,"c":"Marianne Dupont","d":"ana@acme.example"}""");
                run.Reply(reply);
                if (run.Work.Cleaned.Count == 0)
                {
                    return;
                }

                var redacted = run.Work.Cleaned[0].Text;
                run.Work.Decision.Verdict.ShouldBe(Verdict.AllowPostReview);
                run.Reply(redacted);
                run.Work.Findings.Count.ShouldBe(0, redacted);
            }));
    }
}
