using AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Tests.Hosting;

/// <summary>What is the same message again, as docs/policy-reference.md says it.</summary>
public sealed class DuplicateTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(TestPolicies.Desk);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("¿abren mañana por la tarde?", true)]
    [InlineData("¿ABREN MAÑANA POR LA TARDE?", true)]
    [InlineData("¿Abren manana por la tarde?", true)]
    [InlineData("  ¿Abren mañana por la tarde? \n", true)]
    [InlineData("¿Abren  mañana   por la tarde?", true)]
    [InlineData("¿Abren\tmañana\r\npor la\u00A0tarde?", true)]
    [InlineData("¿Abren\u3000mañana \n por la tarde?", true)]
    [InlineData("¿Abren mañana porla tarde?", false)]
    [InlineData("¿Abren mañana por la noche?", false)]
    public async Task Message_AfterAnother_IsItsDuplicateOrNot(string text, bool duplicate)
    {
        await _service.SayAsync("¿Abren mañana por la tarde?");
        var decision = await _service.SayAsync(text);

        (decision.Reason == Reason.Duplicate).ShouldBe(duplicate, decision.ToString());
    }
}
