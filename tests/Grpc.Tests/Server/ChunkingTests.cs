using System.IO.Pipelines;
using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using Google.Protobuf;
using Grpc.Wire;

namespace AiDesk.Tests.Server;

/// <summary>The same bytes give the same answer wherever they are cut.</summary>
public sealed class ChunkingTests
{
    private static readonly byte[] Body =
    [
        .. RawCall.Frame(new EchoRequest { Text = "año 你好", Count = 3 }.ToByteArray()),
        .. RawCall.Frame([]),
        .. RawCall.Frame(new EchoRequest { Text = "b", Nested = new Nested { Name = "日本" } }.ToByteArray()),
    ];

    public static TheoryData<int> Boundaries => [.. Enumerable.Range(0, Body.Length + 1)];

    [Theory]
    [MemberData(nameof(Boundaries))]
    public async Task FrameBuffer_CutAnywhere_YieldsTheSameFrames(int cut)
    {
        var pipe = new Pipe();
        var frames = new FrameBuffer(pipe.Reader, maxMessageSize: 100);
        var texts = new List<string>();
        foreach (var part in new[] { Body[..cut], Body[cut..] })
        {
            await pipe.Writer.WriteAsync(part);
            if (part.Length > 0)
            {
                var result = await frames.ReadAsync(CancellationToken.None);
                frames.Hold(result);
                Take(ref frames, texts);
            }
        }

        await pipe.Writer.CompleteAsync();
        var last = await frames.ReadAsync(CancellationToken.None);
        frames.Hold(last);
        Take(ref frames, texts);

        texts.ShouldBe(["año 你好", "", "b"]);
        frames.IsCompleted.ShouldBeTrue();
        frames.HasPartialMessage.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Converse")]
    public async Task Server_CutAnywhere_AnswersTheSame(string method)
    {
        await using var host = await EchoHost.StartAsync();
        using var http = RawCall.NewConnection();
        var body = method == "Unary" ? Body[..RawCall.Frame(new EchoRequest { Text = "año 你好", Count = 3 }.ToByteArray()).Length] : Body;
        var whole = await RawCall.SendAsync(http, host.Address, $"/aidesk.test.Echo/{method}", [body]);
        whole.GrpcStatus.ShouldBe("0");
        for (var cut = 1; cut < body.Length; cut++)
        {
            var split = await RawCall.SendAsync(http, host.Address, $"/aidesk.test.Echo/{method}", [body[..cut], body[cut..]]);

            (split.GrpcStatus, Convert.ToHexString(split.Body)).ShouldBe((whole.GrpcStatus, Convert.ToHexString(whole.Body)), $"cut at {cut}");
        }
    }

    private static void Take(ref FrameBuffer frames, List<string> texts)
    {
        while (frames.TryTake(out var frame))
        {
            texts.Add(EchoRequest.Parser.ParseFrom(frame.Payload).Text);
        }
    }
}
