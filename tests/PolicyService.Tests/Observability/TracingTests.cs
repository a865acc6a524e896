using System.Collections.Concurrent;
using System.Diagnostics;
using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Tests.Observability;

/// <summary>The span of each call. Tests run beside each other: each looks at the spans of its own trace.</summary>
public sealed class TracingTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "Mi tarjeta termina en 4242 y vivo en la calle Luna";

    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private RunningService _service = null!;

    public TracingTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RpcTracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(TestPolicies.Desk);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Call_WithTraceParent_IsItsChildAndSaysWhatWasDecided()
    {
        var (trace, parent) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        var answer = await AskAsync(Secret, $"00-{trace}-{parent}-01");

        var span = await SpanAsync(span => span.TraceId == trace);

        (span.DisplayName, span.Kind, span.ParentSpanId).ShouldBe(("CheckInput", ActivityKind.Server, parent));
        var tags = span.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        tags["rpc.service"].ShouldBe("aidesk.policy.v1.PolicyService");
        tags["rpc.grpc.status_code"].ShouldBe(0);
        tags["aidesk.tenant"].ShouldBe("acme");
        tags["aidesk.decision_id"].ShouldBe(answer.Decision.DecisionId);
        tags["aidesk.verdict"].ShouldBe("allow");
        tags["aidesk.reason"].ShouldBe("OK");
        tags["aidesk.policy_version"].ShouldBe(answer.Decision.PolicyVersion);
        tags.Values.ShouldNotContain(value => value is string && ((string)value).Contains("4242", StringComparison.Ordinal));
        tags.Values.ShouldNotContain("u-1");
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-nonsense-01")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-01")]
    public async Task Call_WithoutAParent_IsATraceOfItsOwn(string traceParent)
    {
        var answer = await AskAsync("¿Dónde está mi pedido?", traceParent);

        var span = await SpanAsync(span => Equals(span.GetTagItem("aidesk.decision_id"), answer.Decision.DecisionId));

        span.ParentSpanId.ShouldBe(default);
    }

    [Fact]
    public async Task Call_Refused_SaysItsCodeAndNoDecision()
    {
        var trace = ActivityTraceId.CreateRandom();
        var headers = new Metadata { { "traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01" } };
        await Should.ThrowAsync<RpcException>(() => _service.Client.CheckInputAsync(new CheckInputRequest(), headers).ResponseAsync);

        var span = await SpanAsync(span => span.TraceId == trace);

        span.GetTagItem("rpc.grpc.status_code").ShouldBe((int)StatusCode.Unauthenticated);
        span.GetTagItem("aidesk.verdict").ShouldBeNull();
    }

    private async Task<CheckInputResponse> AskAsync(string text, string traceParent)
    {
        var headers = _service.Token();
        if (traceParent.Length > 0)
        {
            headers.Add("traceparent", traceParent);
        }

        return await _service.Client.CheckInputAsync(
            new CheckInputRequest
            {
                Context = RunningService.Context(session: Guid.NewGuid().ToString(), run: ""),
                Message = new InputMessage { MessageId = Guid.NewGuid().ToString(), Text = text, Author = MessageAuthor.Customer },
            },
            headers);
    }

    /// <summary>A span ends a moment after its answer left.</summary>
    private async Task<Activity> SpanAsync(Predicate<Activity> isIt)
    {
        while (true)
        {
            if (_spans.FirstOrDefault(span => isIt(span)) is { } found)
            {
                return found;
            }

            await Task.Yield();
        }
    }
}
