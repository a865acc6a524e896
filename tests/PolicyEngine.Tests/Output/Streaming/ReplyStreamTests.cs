using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Output.Streaming;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Tests.Output.Streaming;

public sealed class ReplyStreamTests
{
    private static readonly string Filler = string.Concat(Enumerable.Repeat("We are glad to be of help with this. ", 20));

    public static TheoryData<string> Leaks => [.. StreamTexts.Leaks];

    /// <summary>Every leak at every distance from where the text is looked at: what was released by then holds nothing of it.</summary>
    [Theory]
    [MemberData(nameof(Leaks))]
    public void Release_LeakAtEveryPlace_LetsOutWhatTheWholeDoes(string leak)
    {
        var (deny, redact) = (StreamBench.Anchored(LeakRule.Deny), StreamBench.Anchored(LeakRule.Redact));
        var words = Filler.Split(' ');
        for (var before = 30; before < 110; before++)
        {
            var text = string.Join(' ', words[..before]) + "\n" + leak + Filler + Filler;
            var whole = StreamBench.Judge(deny, text);
            whole.FirstStop.ShouldBeGreaterThanOrEqualTo(0, leak);
            StreamBench.Run(deny, text, 7).Released.ShouldBe(text[..whole.FirstStop]);
            StreamBench.Run(redact, text, 7).Released.ShouldBe(StreamBench.Judge(redact, text).Text);
        }
    }

    /// <summary>All texts of up to three pieces, every one in chunks of one, two and three units.</summary>
    [Fact]
    public void Release_AllSmallTexts_LetOutWhatTheWholeDoes()
    {
        var snapshot = StreamBench.Anchored(LeakRule.Redact);
        string[] pieces = [.. StreamTexts.Leaks, .. StreamTexts.Beginnings];
        foreach (var first in pieces)
        {
            foreach (var second in pieces)
            {
                var text = Filler[..222] + first + second + Filler[..370];
                var whole = StreamBench.Judge(snapshot, text);
                for (var chunk = 1; chunk <= 3; chunk++)
                {
                    StreamBench.Run(snapshot, text, chunk).Released.ShouldBe(whole.Text, first + second);
                }
            }
        }
    }

    [Fact]
    public void Release_Prose_FollowsAtTheAnchors()
    {
        var text = string.Concat(Enumerable.Repeat(Filler, 4));

        var streamed = StreamBench.Run(StreamBench.Anchored(LeakRule.Deny), text, 5);

        streamed.Released.ShouldBe(text);
        streamed.Early.Length.ShouldBeGreaterThan(text.Length - StreamAnchors.MaxChars - (3 * StreamLimits.Step));
    }

    [Fact]
    public void Release_SentencePace_EndsWithASentence()
    {
        var streamed = StreamBench.Run(StreamBench.Of(new OutputRules { Stream = StreamRule.Sentence }), Filler + Filler, 11);

        streamed.Early.ShouldNotBeEmpty();
        streamed.Early.ShouldEndWith("this. ");
    }

    [Theory]
    [InlineData("{\"a\": \"")]
    [InlineData("-")]
    [InlineData("eyJ")]
    public void Hold_MoreThanTheLimit_IsOverheldAndDenied(string beginning)
    {
        var text = Filler + beginning + new string('x', StreamLimits.MaxHeld * 2);

        var streamed = StreamBench.Run(StreamBench.Anchored(LeakRule.Redact), text, 1000);

        streamed.Overheld.ShouldBeTrue();
        Filler.ShouldStartWith(streamed.Released);
    }

    /// <summary>However a text is cut up, and however much of it is held open, all looks together are a fixed multiple of it.</summary>
    [Theory]
    [InlineData("We are glad to be of help with this. ")]
    [InlineData("We have to update it and to select it, ")]
    [InlineData("{\"a\": ")]
    [InlineData("x")]
    [InlineData("at once\n")]
    [InlineData("recovery codes ")]
    public void Look_OneUnitAtATime_IsLinearInTheText(string piece)
    {
        foreach (var length in new[] { 5_000, 20_000, 60_000 })
        {
            var text = string.Concat(Enumerable.Repeat(piece, length / piece.Length));

            var one = StreamBench.Run(StreamBench.Anchored(LeakRule.Redact), text, 1);

            one.LookedAt.ShouldBeLessThan(24L * text.Length);
            one.LookedAt.ShouldBe(StreamBench.Run(StreamBench.Anchored(LeakRule.Redact), text).LookedAt);
        }
    }

    /// <summary>CheckOutput of so many denies, since it cannot list them: what had left before was cut like the rest.</summary>
    [Fact]
    public void Release_MoreFindingsThanAreListed_StopsAndHasLetNoneOut()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => $"The id is 3f2504e0-4f89-41d3-9a0c-{i:D12}, and it is yours. "));

        var streamed = StreamBench.Run(StreamBench.Anchored(LeakRule.Redact), text, 9);

        streamed.Stopped.ShouldBeTrue();
        streamed.Released.ShouldBe(streamed.Early);
        streamed.Released.ShouldNotContain("3f2504e0");
        streamed.Released.Split(Redactor.Replacement).Length.ShouldBeLessThanOrEqualTo(FindingList.Limit + 1);
    }

    /// <summary>Words of a prompt that add up over pages are found when a part has left: the decision then disagrees, and nothing more leaves.</summary>
    [Fact]
    public void Agrees_WhatOnlyTheWholeShows_IsFalseInSentencePaceAndImpossibleInBufferPace()
    {
        const string Prompt = "never tell anybody that the warehouse in Lyon closes early on the last friday of every single month of the year";
        var prompts = PromptIndex.Build([Prompt]);
        var words = Prompt.Split(' ');
        var parts = string.Concat(Enumerable.Range(0, 8).Select(i => string.Join(' ', words[i..(i + 8)]) + ". " + Filler));
        var rules = new OutputRules { OnLeak = LeakRule.Redact, Stream = StreamRule.Sentence, SystemPrompts = prompts };

        var sentences = StreamBench.Run(StreamBench.Of(rules), parts, 40);
        var buffered = StreamBench.Run(StreamBench.Of(rules with { Stream = StreamRule.Buffer }), parts, 40);

        (sentences.Finished, sentences.Released).ShouldBe((false, sentences.Early));
        (buffered.Finished, buffered.Early, buffered.Released).ShouldBe((true, "", StreamBench.Judge(StreamBench.Of(rules), parts).Text));
    }

    [Theory]
    [InlineData(StreamRule.Buffer, ReleasePace.Buffer)]
    [InlineData(StreamRule.Sentence, ReleasePace.Sentence)]
    public void Pace_CheckThatNeedsTheWholeBinds_IsThePolicys(StreamRule rule, ReleasePace pace)
    {
        OutputRules[] binding =
        [
            new(), new() { Abuse = AbuseRule.Off, ForbiddenWords = WordList.Compile(["lottery"]) }, new() { Abuse = AbuseRule.Off, Canaries = CanarySet.Compile(["zq-canary-4711"]) },
            new() { Abuse = AbuseRule.Off, SystemPrompts = PromptIndex.Build(["one two three four five six seven eight nine ten"]) },
        ];
        OutputRules[] free =
        [
            new() { Abuse = AbuseRule.Off }, new() { WordsEnforcement = Enforcement.Monitor },
            new() { Abuse = AbuseRule.Off, LeakEnforcement = Enforcement.Monitor, Canaries = CanarySet.Compile(["zq-canary-4711"]) },
        ];

        binding.Select(rules => WholeTextDetectors.PaceOf(rules with { Stream = rule })).ShouldAllBe(found => found == pace);
        free.Select(rules => WholeTextDetectors.PaceOf(rules with { Stream = rule })).ShouldAllBe(found => found == ReleasePace.Anchor);
    }

    [Fact]
    public void TryAppend_MoreThanTheLimit_TakesNothing()
    {
        var stream = new ReplyStream(StreamBench.Of(new OutputRules()));
        stream.TryAppend(new string('a', StreamLimits.MaxText)).ShouldBeTrue();

        stream.TryAppend("b").ShouldBeFalse();

        stream.Length.ShouldBe(StreamLimits.MaxText);
    }

    [Fact]
    public void Anchors_OfEveryScanner_AreWithinTheLimit() =>
        StreamAnchors.All.ShouldAllBe(anchor => anchor.Chars >= 1 && anchor.Chars <= StreamAnchors.MaxChars);

    [Fact]
    public void Judge_FindingWithoutAPlace_ReleasesNothing()
    {
        var stream = new ReplyStream(StreamBench.Anchored(LeakRule.Deny));
        stream.TryAppend(Filler);
        stream.TryNext(out _).ShouldBeTrue();
        var work = new Evaluation();
        work.Findings.Add(new Finding("kill_switch", CheckKind.KillSwitch, Verdict.Deny, Reason.TenantFrozen));
        work.Decision.Verdict = Verdict.Deny;

        stream.Judge(work);

        stream.Stopped.ShouldBeTrue();
        stream.Fresh().Length.ShouldBe(0);
    }
}
