using System.Text.Json;
using AiDesk.Policy.Service.Tests.Approvals;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Tests.Records;

/// <summary>What the record says of each decision that is not a plain ALLOW, as it is on file.</summary>
public sealed class InterventionTests : IAsyncLifetime
{
    private const string Policy = """
        tenant: acme
        locale: es
        time_zone: Etc/UTC
        sector: fintech
        autopilot: { level: 2 }
        input: { max_chars: 100, min_chars: 2, forbidden_words: [aguacate], injection: { deny_at: 0.9, flag_at: 0.6 } }
        budgets:
          - { name: tenant_daily, unit: credits, window: day, cap: 10, deny_at: 1.0 }
          - { name: tokens, unit: tokens, window: day, cap: 100000, deny_at: 1.0 }
        active_hours: { mon-fri: "08:00-20:00", outside: deny }
        reviews:
          - { name: finance, when: { money_above: 1000 }, verdict: require_approval }
        tools:
          note: { level: 1, kind: internal, risk: low }
          publish_page:
            { level: 1, kind: publish, cost: { credits: 4, clicks: 7 }, money: [/price, /fee], arguments: { type: object, properties: { price: { }, fee: { }, text: { type: string } }, additionalProperties: false } }
          too_high: { level: 3, kind: internal }
        """;

    private readonly ManualClock _clock = ApprovalBench.Friday();
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(Policy, _clock);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    /// <summary>Tool, arguments; guardrail, others, verdict without it (stopped when nobody knows), exposure.</summary>
    [Theory]
    [InlineData("no_such_tool", "{}", "tool.unknown", "", "stopped", "")]
    [InlineData("publish_page", """{"colour":1}""", "arguments.invalid", "", "stopped", "")]
    [InlineData("too_high", "{}", "tool.level", "risk.level_3", "require_approval", "")]
    [InlineData("publish_page", "{}", "risk.high", "", "allow", "0")]
    [InlineData("publish_page", """{"price":20.50,"fee":3}""", "sector.fintech_money", "risk.high", "require_approval", "20.5")]
    [InlineData("publish_page", """{"price":5000}""", "review.finance", "sector.fintech_money risk.high", "require_approval", "5000")]
    [InlineData("publish_page", """{"price":"a lot"}""", "review.finance", "sector.fintech_money risk.high", "require_approval", "unknown")]
    [InlineData("publish_page", """{"text":"un aguacate"}""", "words.forbidden", "risk.high", "require_approval", "0")]
    public async Task CheckToolCall_Intervention_NamesTheRuleTheOthersAndTheCounterfactual(
        string tool, string arguments, string guardrail, string others, string without, string exposure)
    {
        await _service.AskAsync(tool, arguments: arguments);

        var line = (await _service.RecordsAsync("decision")).Single();

        var intervention = line.GetProperty("intervention");
        intervention.GetProperty("guardrail").GetProperty("code").GetString().ShouldBe(guardrail);
        CodesOf(intervention).ShouldBe(others);
        var counterfactual = intervention.GetProperty("counterfactual");
        counterfactual.GetProperty("action").GetString().ShouldBe("tool_call");
        counterfactual.GetProperty("tool").GetString().ShouldBe(tool);
        (counterfactual.TryGetProperty("stopped_early", out _) ? "stopped" : counterfactual.GetProperty("verdict").GetString()).ShouldBe(without);
        (counterfactual.TryGetProperty("exposure", out var money) ? money.GetString() : "").ShouldBe(exposure);
        line.TryGetProperty("arguments_hmac", out _).ShouldBe(without != "stopped");
        line.TryGetProperty("arguments", out _).ShouldBeFalse("the policy captures nothing");
        if (exposure.Length > 0)
        {
            counterfactual.GetProperty("cost").GetRawText().ShouldBe("""{"credits":4000000,"clicks":7}""");
        }
    }

    [Fact]
    public async Task CheckToolCall_EstimateOfTheCaller_IsTheCost()
    {
        await _service.Client.CheckToolCallAsync(
            new CheckToolCallRequest
            {
                Context = RunningService.Context(), CallId = "c1", Tool = "publish_page", EstimatedCost = { new Amount { Unit = "credits", Value = 9_000_000 } },
            },
            _service.Token());

        (await _service.RecordsAsync("decision")).Single().GetProperty("intervention").GetProperty("counterfactual").GetProperty("cost").GetRawText()
            .ShouldBe("""{"credits":9000000,"clicks":7}""");
    }

    [Fact]
    public async Task CheckToolCall_OutsideHours_IsOneRuleAmongSeveral()
    {
        _clock.Advance(TimeSpan.FromHours(9));
        await _service.AskAsync("publish_page");

        var intervention = (await _service.RecordsAsync("decision")).Single().GetProperty("intervention");

        intervention.GetProperty("guardrail").GetProperty("code").GetString().ShouldBe("active_hours.outside");
        CodesOf(intervention).ShouldBe("risk.high");
        intervention.GetProperty("counterfactual").GetProperty("verdict").GetString().ShouldBe("require_approval");
    }

    [Theory]
    [InlineData("Quiero un aguacate", "words.forbidden", "allow")]
    [InlineData("", "shape.empty", "stopped")]
    public async Task CheckInput_Intervention_IsAnLlmCallThatWasNotMade(string text, string guardrail, string without)
    {
        await _service.Client.CheckInputAsync(
            new CheckInputRequest
            {
                Context = RunningService.Context(run: ""), EstimatedOutputTokens = 40,
                Message = new InputMessage { MessageId = "m1", Text = text, Author = MessageAuthor.Customer },
            },
            _service.Token());

        var intervention = (await _service.RecordsAsync("decision")).Single().GetProperty("intervention");

        intervention.GetProperty("guardrail").GetProperty("code").GetString().ShouldBe(guardrail);
        var counterfactual = intervention.GetProperty("counterfactual");
        counterfactual.GetProperty("action").GetString().ShouldBe("llm_call");
        counterfactual.GetProperty("cost").GetProperty("tokens").GetInt64().ShouldBeGreaterThanOrEqualTo(40);
        (counterfactual.TryGetProperty("stopped_early", out _) ? "stopped" : counterfactual.GetProperty("verdict").GetString()).ShouldBe(without);
    }

    [Fact]
    public async Task CheckOutput_Intervention_IsAReplyThatWasNotSent()
    {
        await _service.Client.CheckOutputAsync(
            new CheckOutputRequest { Context = RunningService.Context(), Text = "El id es 3f2504e0-4f89-11d3-9a0c-0305e82c3301.", Author = ReplyAuthor.Model },
            _service.Token());

        var intervention = (await _service.RecordsAsync("decision")).Single().GetProperty("intervention");

        intervention.GetProperty("guardrail").GetProperty("reason").GetString().ShouldBe("LEAK");
        intervention.GetProperty("counterfactual").GetProperty("action").GetString().ShouldBe("reply");
        intervention.GetProperty("counterfactual").GetProperty("verdict").GetString().ShouldBe("allow");
    }

    [Fact]
    public async Task CheckToolCall_PlainAllow_HasNone()
    {
        (await _service.AskAsync("note")).Decision.Verdict.ShouldBe(Verdict.Allow);

        var line = (await _service.RecordsAsync("decision")).Single();

        line.TryGetProperty("intervention", out _).ShouldBeFalse();
        line.TryGetProperty("arguments_hmac", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task CheckToolCall_PolicyThatCaptures_KeepsWhatWouldHaveRun()
    {
        await using var service = await RunningService.StartAsync(Policy + "\nrecords: { capture: interventions }\n", _clock);
        await service.AskAsync("publish_page", arguments: """{ "text":"ñ \u0000", "price":2 }""");
        await service.AskAsync("note", "c2", """{ "a":1 }""");

        var lines = await service.RecordsAsync("decision");

        lines[0].GetProperty("arguments").GetRawText().ShouldBe("""{"price":2,"text":"ñ \u0000"}""");
        lines[0].GetProperty("text").GetString().ShouldBe("""{ "text":"ñ \u0000", "price":2 }""");
        lines[1].TryGetProperty("arguments", out _).ShouldBeFalse();
    }

    private static string CodesOf(JsonElement intervention) => intervention.TryGetProperty("others", out var others)
        ? string.Join(' ', others.EnumerateArray().Select(other => other.GetProperty("code").GetString()))
        : "";
}
