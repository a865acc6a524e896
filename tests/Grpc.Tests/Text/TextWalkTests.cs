using System.Buffers;
using AiDesk.Tests.Contract;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using AiDesk.Tests.Fixtures;
using Grpc.Text;

namespace AiDesk.Tests.Text;

public sealed class TextWalkTests
{
    private static readonly TextPlan Plan = TextPlan.For(EchoRequest.Descriptor)!;

    // A byte sequence that is not UTF-8 stands where this character was.
    private const char Marker = '\u007f';

    public static TheoryData<string, EchoRequest> FaultyMessages => new()
    {
        { "text", new EchoRequest { Text = $"a{Marker}" } },
        { "behaviour", new EchoRequest { Text = "fine", Behaviour = $"{Marker}" } },
        { "nested.name", new EchoRequest { Nested = new Nested { Name = $"{Marker}b" } } },
        { "nested.inner.inner.name", new EchoRequest { Nested = new Nested { Inner = new Nested { Inner = new Nested { Name = $"{Marker}" } } } } },
        { "children[2].name", new EchoRequest { Children = { new Nested(), new Nested { Name = "x" }, new Nested { Name = $"{Marker}" } } } },
        { "lines[1]", new EchoRequest { Lines = { "ok", $"{Marker}", "ok" } } },
        { "attributes[0].value", new EchoRequest { Attributes = { ["key"] = $"{Marker}" } } },
        { "attributes[0].key", new EchoRequest { Attributes = { [$"{Marker}"] = "value" } } },
        { "named[0].value.name", new EchoRequest { Named = { ["key"] = new Nested { Name = $"{Marker}" } } } },
        { "left", new EchoRequest { Left = $"{Marker}" } },
        { "right.name", new EchoRequest { Right = new Nested { Name = $"{Marker}" } } },
        { "far", new EchoRequest { Number = -1, Far = $"{Marker}" } },
    };

    [Theory]
    [MemberData(nameof(FaultyMessages))]
    public void Find_TextThatIsNotUtf8_NamesTheField(string path, EchoRequest message)
        => TextWalk.Find(Plan, Corrupt(message.ToByteArray())).ShouldBe(new TextFault(TextFaultKind.InvalidText, path));

    [Theory]
    [MemberData(nameof(FaultyMessages))]
    public void Check_FaultAcrossSegments_IsFoundAtEveryCut(string path, EchoRequest message)
    {
        var bytes = Corrupt(message.ToByteArray());
        var check = TextCheck.For<EchoRequest>()!;
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            var error = Should.Throw<Grpc.Core.RpcException>(() => check.Check(Segments.Of(bytes, cut)));

            error.StatusCode.ShouldBe(Grpc.Core.StatusCode.InvalidArgument);
            error.Status.Detail.ShouldStartWith(path + ":");
        }
    }

    [Fact]
    public void Find_AnyMessageWithValidText_IsClean()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<NonNull<string>[]>(),
            texts => TextWalk.Find(Plan, Message([.. texts.Select(text => WellFormed(text.Get))]).ToByteArray()) is null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithCommittedSeed(7, 9));

    [Fact]
    public void Find_AnyBytes_NeverThrowsAndAgreesWithTheParser()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(),
            bytes => TextWalk.Find(Plan, bytes) is not null || Parses(bytes))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithCommittedSeed(3, 5));

    [Theory]
    [InlineData(99, "None")]
    [InlineData(101, "TooDeep")]
    [InlineData(5_000, "TooDeep")]
    public void Find_Nesting_IsLimitedAsTheParserLimitsIt(int depth, string expected)
    {
        var nested = new Nested { Name = "ñ" };
        for (var i = 1; i < depth; i++)
        {
            nested = new Nested { Inner = nested };
        }

        var bytes = new EchoRequest { Nested = nested }.ToByteArray();

        (TextWalk.Find(Plan, bytes)?.Kind ?? TextFaultKind.None).ToString().ShouldBe(expected);
        Parses(bytes).ShouldBe(expected == "None");
    }

    [Fact]
    public void Check_CleanMessage_AllocatesNothing()
    {
        var check = TextCheck.For<EchoRequest>()!;
        var payload = new ReadOnlySequence<byte>(Message(["ñandú", "你好", "plain"]).ToByteArray());
        check.Check(payload);

        var before = GC.GetAllocatedBytesForCurrentThread();
        check.Check(payload);

        GC.GetAllocatedBytesForCurrentThread().ShouldBe(before);
    }

    [Fact]
    public void For_MessageWithoutText_NeedsNoWalk()
        => TextPlan.For(Google.Protobuf.WellKnownTypes.Timestamp.Descriptor).ShouldBeNull();

    private static EchoRequest Message(string[] texts)
        => new()
        {
            Text = texts.FirstOrDefault(string.Empty),
            Count = texts.Length,
            Children = { texts.Select(text => new Nested { Name = text, Inner = new Nested { Number = text.Length } }) },
            Lines = { texts },
            Far = string.Concat(texts),
        };

    private static string WellFormed(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Corrupt(byte[] bytes)
    {
        bytes[Array.IndexOf(bytes, (byte)Marker)] = 0xC3;
        return bytes;
    }

    private static bool Parses(byte[] bytes)
    {
        try
        {
            EchoRequest.Parser.ParseFrom(bytes);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }
}
