using System.Runtime.CompilerServices;
using AiDesk.Client.Tests.Running;
using AiDesk.Policy.V1;

namespace AiDesk.Client.Tests.Calls;

/// <summary>Replies that are checked while they are written.</summary>
[Collection(LiveServiceCollection.Name)]
public sealed class StreamTests(LiveServiceFixture fixture)
{
    private LiveService Service => fixture.Service;

    /// <summary>Length of the parts: where they are cut makes no difference, not even in the middle of a character.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(200_000)]
    public async Task StreamOutput_AllowedReply_ComesWholeAndInPieces(int length)
    {
        using var client = Service.Client();
        var text = string.Concat(Requests.Plain.Select((letter, index) => index % 50 == 49 ? letter + "👍🏽" : letter.ToString()));
        var reply = client.StreamOutput(Requests.Stream(), Cut(text, length));

        var pieces = await reply.ToListAsync();

        string.Concat(pieces).ShouldBe(text);
        (reply.Decision!.Verdict, reply.Stopped, reply.Pace).ShouldBe((Verdict.Allow, false, ReleasePace.Anchor));
        pieces.Count.ShouldBeGreaterThan(1);
        await Should.ThrowAsync<InvalidOperationException>(reply.ToListAsync().AsTask());
    }

    [Fact]
    public async Task StreamOutput_LongReply_IsCutForTheService()
    {
        using var client = Service.Client();
        var text = string.Concat(Enumerable.Repeat(Requests.Plain, 60));

        var reply = client.StreamOutput(Requests.Stream(), Cut(text, text.Length));

        string.Concat(await reply.ToListAsync()).ShouldBe(text);
    }

    [Fact]
    public async Task StreamOutput_Leak_StopsTheWriterAndReleasesNothingOfIt()
    {
        using var client = Service.Client();
        var written = 0;
        var reply = client.StreamOutput(Requests.Stream(), WriteAsync());

        var text = string.Concat(await reply.ToListAsync());

        text.ShouldNotContain("sk_live");
        (reply.Decision!.Verdict, reply.Decision.Reason, reply.Stopped).ShouldBe((Verdict.Deny, Reason.Leak, true));
        written.ShouldBeLessThan(1_000_000);

        async IAsyncEnumerable<string> WriteAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return $"Su clave es {Requests.SecretKey}. ";
            while (written++ < 1_000_000)
            {
                yield return "Y así sigue. ";
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task StreamOutput_RedactingPolicy_ReleasesTheRest()
    {
        using var client = Service.Client(tenant: "taller-tachado");
        var reply = client.StreamOutput(Requests.Stream(), Cut($"{Requests.Plain}Su clave es {Requests.SecretKey}. {Requests.Plain}", 30));

        var text = string.Concat(await reply.ToListAsync());

        text.ShouldNotContain("sk_live");
        (text.StartsWith(Requests.Plain, StringComparison.Ordinal), text.EndsWith(Requests.Plain, StringComparison.Ordinal)).ShouldBe((true, true));
        reply.Decision!.IsAllowed().ShouldBeTrue();
    }

    [Fact]
    public async Task StreamOutput_WriterThatFails_IsHeardByTheReader()
    {
        using var client = Service.Client();
        var reply = client.StreamOutput(Requests.Stream(), FailAsync());

        (await Should.ThrowAsync<InvalidOperationException>(reply.ToListAsync().AsTask())).Message.ShouldBe("the model is gone");
        reply.Decision.ShouldBeNull();

        static async IAsyncEnumerable<string> FailAsync()
        {
            yield return "Su coche";
            await Task.Yield();
            throw new InvalidOperationException("the model is gone");
        }
    }

    [Fact]
    public async Task StreamOutput_ReaderThatLeavesOrCancels_EndsTheWriter()
    {
        using var client = Service.Client();
        var ended = new TaskCompletionSource();
        await foreach (var _ in client.StreamOutput(Requests.Stream(), WriteAsync(ended)))
        {
            break;
        }

        await ended.Task;
        using var caller = new CancellationTokenSource();
        ended = new TaskCompletionSource();
        await Assert.ThrowsAsync<PolicyCancelledException>(async () =>
        {
            await foreach (var _ in client.StreamOutput(Requests.Stream(), WriteAsync(ended)).WithCancellation(caller.Token))
            {
                await caller.CancelAsync();
            }
        });
        await ended.Task;

        static async IAsyncEnumerable<string> WriteAsync(TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                while (!cancellationToken.IsCancellationRequested)
                {
                    yield return "Y así sigue. ";
                    await Task.Yield();
                }
            }
            finally
            {
                ended.SetResult();
            }
        }
    }

    [Fact]
    public async Task StreamOutput_RefusedTokenOrRequest_IsRenewedOrSays()
    {
        string[] tokens = ["x.y.z", Service.Token()];
        var asked = 0;
        using var renewing = Service.Client(options => options with { Token = null, TokenProvider = (_, _) => new(tokens[asked++]) });
        string.Concat(await renewing.StreamOutput(Requests.Stream(), Cut("Hola.", 9)).ToListAsync()).ShouldBe("Hola.");

        using var wrong = Service.Client(options => options with { Token = "x.y.z" });
        await Should.ThrowAsync<PolicyAuthenticationException>(wrong.StreamOutput(Requests.Stream(), Cut("Hola.", 9)).ToListAsync().AsTask());
        var faulty = await Should.ThrowAsync<PolicyRequestException>(renewing.StreamOutput(new CheckOutputStreamOpen(), Cut("Hola.", 9)).ToListAsync().AsTask());
        faulty.Field.ShouldNotBeNull();
    }

    [Fact]
    public async Task StreamOutput_SlowService_IsLate()
    {
        await using var service = await LiveService.StartAsync();
        using var client = service.Client(options => options with { Deadline = TimeSpan.FromMilliseconds(250) });
        await Eventually.AnsweredAsync(() => client.ListToolsAsync(new ListToolsRequest { Mode = Mode.Copilot }));
        await service.PauseAsync();
        await Should.ThrowAsync<PolicyDeadlineException>(client.StreamOutput(Requests.Stream(), Cut("Hola.", 9)).ToListAsync().AsTask());
        service.Resume();
    }

    [Fact]
    public async Task StreamOutput_OldService_HoldsBackUntilTheWholeWasJudged()
    {
        await using var old = await ScriptedService.StartAsync(new Script
        {
            CheckOutput = (request, _) => Task.FromResult(new CheckOutputResponse { Decision = new Decision { Verdict = request.Text.Contains('!', StringComparison.Ordinal) ? Verdict.Deny : Verdict.Allow } }),
        });
        using var client = old.Client();

        var fine = client.StreamOutput(Requests.Stream(), Cut("Su coche está listo.", 3));
        (await fine.ToListAsync()).ShouldBe(["Su coche está listo."]);
        (fine.Pace, fine.Decision!.Verdict).ShouldBe((ReleasePace.Buffer, Verdict.Allow));
        var denied = client.StreamOutput(Requests.Stream(), Cut("¡Su coche!", 3));
        (await denied.ToListAsync()).ShouldBeEmpty();
        denied.Decision!.Verdict.ShouldBe(Verdict.Deny);
    }

    private static async IAsyncEnumerable<string> Cut(string text, int length)
    {
        for (var start = 0; start < text.Length; start += length)
        {
            yield return text[start..Math.Min(text.Length, start + length)];
            await Task.Yield();
        }
    }
}
