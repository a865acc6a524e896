using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Tests.Output.Streaming;

public sealed class ReplyStreamProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(400).WithCommittedSeed(20261120, 4721);

    private static readonly Gen<string> Pieces = Gen.Frequency(
        (12, Gen.Elements(StreamTexts.Prose)), (1, Gen.Elements(StreamTexts.Leaks)), (1, Gen.Elements(StreamTexts.Beginnings)));

    private static readonly Arbitrary<(string Text, int[] Chunks)> Replies = Gen.Choose(0, 60)
        .SelectMany(count => Pieces.ArrayOf(count))
        .SelectMany(pieces => Gen.Choose(1, 90).NonEmptyListOf().Select(chunks => (string.Concat(pieces), chunks.ToArray())))
        .ToArbitrary();

    [Theory]
    [InlineData(LeakRule.Deny)]
    [InlineData(LeakRule.Redact)]
    public void Release_AnyChunking_IsTheSame(LeakRule onLeak)
        => Prop.ForAll(Replies, reply =>
        {
            var snapshot = StreamBench.Anchored(onLeak);
            var (whole, chunked, single) = (StreamBench.Run(snapshot, reply.Text), StreamBench.Run(snapshot, reply.Text, reply.Chunks), StreamBench.Run(snapshot, reply.Text, 1));
            return whole == chunked && whole == single;
        }).Check(Runs);

    [Fact]
    public void Release_Redact_IsTheRedactionOfTheWhole()
        => Prop.ForAll(Replies, reply =>
        {
            var snapshot = StreamBench.Anchored(LeakRule.Redact);
            var (streamed, whole) = (StreamBench.Run(snapshot, reply.Text, reply.Chunks), StreamBench.Judge(snapshot, reply.Text));
            streamed.Finished.ShouldBeTrue(reply.Text);
            return whole.Verdict.LetsGoOn() && streamed.Released == whole.Text;
        }).Check(Runs);

    [Fact]
    public void Release_Deny_IsTheTextBeforeTheFirstFinding()
        => Prop.ForAll(Replies, reply =>
        {
            var snapshot = StreamBench.Anchored(LeakRule.Deny);
            var (streamed, whole) = (StreamBench.Run(snapshot, reply.Text, reply.Chunks), StreamBench.Judge(snapshot, reply.Text));
            streamed.Released.ShouldBe(whole.Verdict.LetsGoOn() ? reply.Text : reply.Text[..whole.FirstStop]);
            return streamed.Finished;
        }).Check(Runs);

    [Theory]
    [InlineData(LeakRule.Deny)]
    [InlineData(LeakRule.Redact)]
    public void Release_SentencePace_IsNeverMoreThanTheWholeLetsOut(LeakRule onLeak)
        => Prop.ForAll(Replies, reply =>
        {
            var snapshot = StreamBench.Of(new OutputRules { OnLeak = onLeak, Stream = StreamRule.Sentence });
            var (streamed, whole) = (StreamBench.Run(snapshot, reply.Text, reply.Chunks), StreamBench.Judge(snapshot, reply.Text));
            return streamed.Finished && (whole.Text is { } text ? streamed.Released == text : streamed.Released == reply.Text[..whole.FirstStop]);
        }).Check(Runs);

    [Fact]
    public void Release_BufferPace_IsTheWholeOrNothing()
        => Prop.ForAll(Replies, reply =>
        {
            var snapshot = StreamBench.Of(new OutputRules());
            var (streamed, whole) = (StreamBench.Run(snapshot, reply.Text, reply.Chunks), StreamBench.Judge(snapshot, reply.Text));
            return streamed.Early.Length == 0 && streamed.Released == (whole.Text ?? "");
        }).Check(Runs);
}
