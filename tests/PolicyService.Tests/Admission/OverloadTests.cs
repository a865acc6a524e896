using AiDesk.Policy.Service.Counters;
using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Admission;

/// <summary>Real calls that stay in flight, because their counters wait.</summary>
public sealed class OverloadTests : IAsyncLifetime
{
    private const int Limit = 6;

    private readonly GatedCounterStore _counters = new(TimeProvider.System);
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(
        [("noisy", TestPolicies.Plain("noisy")), ("quiet", TestPolicies.Plain("quiet")), ("third", TestPolicies.Plain("third"))],
        options => options with { MaxInFlight = Limit },
        services => services.AddSingleton<ICounterStore>(_counters));

    public async Task DisposeAsync()
    {
        _counters.Open();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Call_NoisyTenantFillsTheService_OthersComeInAndItIsShed()
    {
        var noisy = Ask("noisy", Limit);
        await _counters.HasAsync(Limit);

        var fault = await Should.ThrowAsync<RpcException>(() => AskAsync("noisy"));
        fault.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        fault.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason.ShouldBe("OVERLOADED");
        var pause = fault.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan();
        pause.ShouldBeInRange(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250));
        fault.Trailers.GetValue("grpc-retry-pushback-ms").ShouldBe(pause.TotalMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture));

        // Each of the others gets its share although the service is full, and not more.
        var quiet = Ask("quiet", Limit / 2);
        await _counters.HasAsync(Limit + (Limit / 2));
        await RpcFault.ExpectAsync(StatusCode.ResourceExhausted, "OVERLOADED", "", () => AskAsync("quiet"));
        var third = Ask("third", Limit / 3);
        await _counters.HasAsync(Limit + (Limit / 2) + (Limit / 3));
        await RpcFault.ExpectAsync(StatusCode.ResourceExhausted, "OVERLOADED", "", () => AskAsync("noisy"));

        _counters.Open();
        foreach (var answer in await Task.WhenAll([.. noisy, .. quiet, .. third]))
        {
            answer.Decision.Verdict.ShouldBe(Verdict.Allow);
        }

        (await AskAsync("noisy")).Decision.Verdict.ShouldBe(Verdict.Allow);
    }

    [Fact]
    public async Task Call_ThatWasCancelledInFlight_LeavesItsPlace()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, Limit).Select(_ => AskAsync("noisy", cancel.Token)).ToList();
        await _counters.HasAsync(Limit);
        await cancel.CancelAsync();
        foreach (var call in waiting)
        {
            (await Should.ThrowAsync<RpcException>(call)).StatusCode.ShouldBe(StatusCode.Cancelled);
        }

        _counters.Open();
        var gate = _service.Services.GetRequiredService<Grpc.Admission.AdmissionGate>();
        while (gate.InFlight > 0)
        {
            await Task.Yield();
        }

        (await AskAsync("noisy", CancellationToken.None)).Decision.Verdict.ShouldBe(Verdict.Allow);
    }

    [Fact]
    public async Task Call_RefusedForItsTokenOrRole_TakesNoPlace()
    {
        var waiting = Ask("noisy", Limit);
        await _counters.HasAsync(Limit);

        var role = await Should.ThrowAsync<RpcException>(() => AskAsync("quiet", roles: PrincipalRoles.Customer));
        var unknown = await Should.ThrowAsync<RpcException>(() => AskAsync("nobody"));

        (role.StatusCode, unknown.StatusCode).ShouldBe((StatusCode.PermissionDenied, StatusCode.PermissionDenied));
        _service.Services.GetRequiredService<Grpc.Admission.AdmissionGate>().InFlight.ShouldBe(Limit);
        _counters.Open();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Stop_CallsInFlight_AreAnsweredAndThenItEnds()
    {
        var waiting = Ask("quiet", 3);
        await _counters.HasAsync(3);

        var ending = _service.EndAsync(CancellationToken.None);
        ending.IsCompleted.ShouldBeFalse();
        _counters.Open();

        foreach (var answer in await Task.WhenAll(waiting))
        {
            answer.Decision.Verdict.ShouldBe(Verdict.Allow);
        }

        await ending;
    }

    private List<Task<CheckInputResponse>> Ask(string tenant, int calls) => [.. Enumerable.Range(0, calls).Select(_ => AskAsync(tenant))];

    private Task<CheckInputResponse> AskAsync(string tenant, CancellationToken cancellation = default, PrincipalRoles roles = PrincipalRoles.Service)
    {
        var id = Guid.NewGuid().ToString();
        var request = new CheckInputRequest
        {
            Context = RunningService.Context(session: id, run: ""),
            Message = new InputMessage { MessageId = id, Text = "Where is my order?", Author = MessageAuthor.Customer },
        };
        return _service.Client.CheckInputAsync(request, _service.Token(roles, tenant), cancellationToken: cancellation).ResponseAsync;
    }
}
