using System.Buffers.Binary;
using AiDesk.Policy.Service.Counters.Redis;

namespace AiDesk.Redis.Tests.Shares;

/// <summary>What waits for a tenant's script that is away goes together.</summary>
public sealed class JoinedCallsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly HeldConnection _connection = new();
    private readonly JoinedCalls _joined;

    public JoinedCallsTests() => _joined = new JoinedCalls(_connection);

    [Fact]
    public async Task RunAsync_NoneAway_GoesAsItIs()
    {
        var one = RunAsync("1");

        _connection.Sent.Single().Script.Name.ShouldBe("apply");
        _connection.Answer([1]);
        (await one).ShouldBe([1]);
    }

    [Fact]
    public async Task RunAsync_OneAway_TheNextGoTogetherInTheirOrder()
    {
        var first = RunAsync("1");
        Task<byte[]>[] others = [RunAsync("2"), RunAsync("3"), RunAsync("4")];
        _connection.Sent.Count.ShouldBe(1);

        _connection.Answer([1]);
        (await first).ShouldBe([1]);
        _connection.Sent[1].Script.Name.ShouldBe("many");
        _connection.Answer(Many([2], [253, (byte)'x'], [4]));

        (await others[0]).ShouldBe([2]);
        (await Should.ThrowAsync<ScriptFaultException>(others[1])).Message.ShouldEndWith("x");
        (await others[2]).ShouldBe([4]);
    }

    [Fact]
    public async Task RunAsync_OneIsGivenUp_IsNotSent()
    {
        using var cancelled = new CancellationTokenSource();
        var first = RunAsync("1");
        var second = _joined.RunAsync(Call("2"), Long, cancelled.Token).AsTask();
        var late = _joined.RunAsync(Call("3"), TimeSpan.FromMilliseconds(1), CancellationToken.None).AsTask();
        var last = RunAsync("4");
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
        (await Should.ThrowAsync<StoreUnavailableException>(late)).Reason.ShouldBe(UnavailableReason.TimedOut);

        _connection.Answer([1]);
        await first;
        _connection.Sent[1].Script.Name.ShouldBe("apply", "one alone goes as it is");
        _connection.Answer([4]);
        (await last).ShouldBe([4]);
    }

    [Fact]
    public async Task RunAsync_TheServerFails_AllOfThemFailAndTheNextGoes()
    {
        var first = RunAsync("1");
        Task<byte[]>[] others = [RunAsync("2"), RunAsync("3")];
        _connection.Fail(new StoreUnavailableException(UnavailableReason.Disconnected, "gone"));
        await Should.ThrowAsync<StoreUnavailableException>(first);
        _connection.Fail(new StoreUnavailableException(UnavailableReason.Disconnected, "gone"));
        await Should.ThrowAsync<StoreUnavailableException>(others[0]);
        await Should.ThrowAsync<StoreUnavailableException>(others[1]);

        var next = RunAsync("4");
        _connection.Answer([4]);
        (await next).ShouldBe([4]);
    }

    [Fact]
    public async Task RunAsync_MoreThanFitInAScript_GoInSeveral()
    {
        var first = RunAsync("1");
        var others = Enumerable.Range(0, ManyCall.Most + 1).Select(_ => RunAsync("n")).ToArray();
        _connection.Answer([1]);
        await first;
        _connection.Answer(Many([.. Enumerable.Repeat<byte[]>([2], ManyCall.Most)]));
        await Task.WhenAll(others.Take(ManyCall.Most));
        _connection.Answer([3]);

        (await others[^1]).ShouldBe([3]);
    }

    private Task<byte[]> RunAsync(string argument) => _joined.RunAsync(Call(argument), Long, CancellationToken.None).AsTask();

    private static ScriptCall Call(string argument)
    {
        var call = new ScriptCall();
        call.Begin(RedisScripts.Apply);
        call.AddKey("key"u8);
        call.Add(argument);
        return call;
    }

    private static byte[] Many(params byte[][] answers)
    {
        var reply = new List<byte>();
        foreach (var answer in answers)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)answer.Length);
            reply.AddRange([.. length, .. answer]);
        }

        return [.. reply];
    }

    /// <summary>Answers when the test says so.</summary>
    private sealed class HeldConnection : IScriptConnection
    {
        private readonly Queue<TaskCompletionSource<byte[]>> _waiting = new();

        public List<ScriptCall> Sent { get; } = [];

        public ScriptConnectionState State => ScriptConnectionState.Up;

        public bool IsCluster => false;

        public ValueTask<byte[]> RunAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken)
        {
            var answer = new TaskCompletionSource<byte[]>();
            Sent.Add(call);
            _waiting.Enqueue(answer);
            return new ValueTask<byte[]>(answer.Task);
        }

        // Continued at once: what was sent next is there when this returns.
        public void Answer(byte[] reply) => _waiting.Dequeue().SetResult(reply);

        public void Fail(Exception fault) => _waiting.Dequeue().SetException(fault);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
