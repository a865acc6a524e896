using AiDesk.Client.Tests.Running;
using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Tests.Chat;

/// <summary>Models of Microsoft.Extensions.AI under the policy of the real service. Every behaviour holds for whole answers and for streamed ones.</summary>
[Collection(LiveServiceCollection.Name)]
public sealed class PolicyChatTests(LiveServiceFixture fixture)
{
    [Theory]
    [CombinedWays]
    public async Task Ask_AllowedQuestion_IsAnsweredWithTheRulesBeforeAllElse(bool streamed)
    {
        using var client = fixture.Service.Client();
        using var talk = new Conversation(client, new ScriptedModel(ScriptedModel.Says(Requests.Plain), ScriptedModel.Says("Hola.")), streamed);

        var answer = await talk.SayAsync("¿Dónde está mi coche?", instructions: "Sé amable.");

        answer.Text.ShouldBe(Requests.Plain);
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        Decision(answer).Verdict.ShouldBe(Verdict.Allow);
        talk.Model.Asked[0].Options!.Instructions.ShouldEndWith("\n\nSé amable.");
        talk.Pieces.Count.ShouldBeGreaterThan(streamed ? 1 : 0);
        await talk.SayAsync("¿Y la factura?");
        talk.Model.Asked[1].Messages[0].Role.ShouldBe(ChatRole.System);
    }

    [Theory]
    [CombinedWays]
    public async Task Ask_RefusedQuestion_NeverReachesTheModel(bool streamed)
    {
        using var client = fixture.Service.Client();
        using var talk = new Conversation(client, new ScriptedModel(), streamed);
        var answer = await talk.SayAsync(Requests.Injection);
        talk.Model.Asked.ShouldBeEmpty();
        answer.FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
        Decision(answer).Reason.ShouldBe(Reason.PromptInjection);
        answer.Text.ShouldNotBeEmpty();

        using var strict = new Conversation(client, new ScriptedModel(), streamed) { ThrowWhenInputIsRefused = true };
        await Should.ThrowAsync<PolicyRefusedException>(strict.SayAsync(Requests.Injection));
    }

    [Theory]
    [CombinedWays]
    public async Task Ask_QuestionInTwoMessages_IsCheckedAsOne(bool streamed)
    {
        using var client = fixture.Service.Client();
        using var talk = new Conversation(client, new ScriptedModel(), streamed);
        talk.Messages.Add(new ChatMessage(ChatRole.User, Requests.Injection));

        (await talk.SayAsync("Gracias.")).FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
    }

    [Theory]
    [CombinedWays]
    public async Task Ask_Tools_AreOfferedOnlyWhenAllowed(bool streamed)
    {
        using var client = fixture.Service.Client();
        using var talk = new Conversation(client, new ScriptedModel(ScriptedModel.Says("Hola.")), streamed);

        await talk.SayAsync("Hola", [talk.Tool("find_part", () => null), talk.Tool("drop_tables", () => null)]);

        talk.Model.Asked[0].Options!.Tools!.Select(tool => tool.Name).ShouldBe(["find_part"]);
    }

    [Theory]
    [CombinedWays]
    public async Task Ask_ReplyWithAKey_DoesNotLeave(bool streamed)
    {
        using var client = fixture.Service.Client();
        using var talk = new Conversation(client, new ScriptedModel(ScriptedModel.Says($"{Requests.Plain}Su clave es {Requests.SecretKey}. {Requests.Plain}")), streamed);

        var answer = await talk.SayAsync("Dame la clave");

        answer.Text.ShouldNotContain("sk_live");
        answer.FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
        Decision(answer).Reason.ShouldBe(Reason.Leak);
        answer.Text.Contains("\n\n", StringComparison.Ordinal).ShouldBe(streamed, "the sentence stands behind what was released");
    }

    [Theory]
    [CombinedWays]
    public async Task Ask_RedactingPolicy_LetsTheRestLeave(bool streamed)
    {
        using var client = fixture.Service.Client(tenant: "taller-tachado");
        using var talk = new Conversation(client, new ScriptedModel(ScriptedModel.Says($"{Requests.Plain}Su clave es {Requests.SecretKey}. {Requests.Plain}")), streamed);

        var answer = await talk.SayAsync("Dame la clave");

        answer.Text.ShouldNotContain("sk_live");
        (answer.Text.StartsWith(Requests.Plain, StringComparison.Ordinal), answer.Text.EndsWith(Requests.Plain, StringComparison.Ordinal)).ShouldBe((true, true));
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        Decision(answer).Obligations.ShouldContain(Obligation.Redact);
    }

    [Theory]
    [CombinedWays]
    public async Task Ask_Reasoning_IsLeftOutUnlessItMayBeShown(bool streamed)
    {
        using var client = fixture.Service.Client();
        AIContent[] contents = [new TextReasoningContent($"La clave es {Requests.SecretKey}."), new TextContent("Hola."), new TextReasoningContent("Es fácil.")];
        using var talk = new Conversation(client, new ScriptedModel(contents), streamed);

        var answer = await talk.SayAsync("Hola");

        answer.Text.ShouldBe("Hola.");
        string.Concat(answer.Messages.SelectMany(message => message.Contents).OfType<TextReasoningContent>().Select(content => content.Text)).ShouldBe("Es fácil.");
    }

    [Theory]
    [CombinedWays]
    public async Task Ask_WithoutAService_FailsAndTheModelIsNotAsked(bool streamed)
    {
        using var nobody = new PolicyClient(new PolicyClientOptions { Address = "127.0.0.1:9", Token = "t", Deadline = TimeSpan.FromSeconds(2) });
        using var talk = new Conversation(nobody, new ScriptedModel(), streamed);

        await Should.ThrowAsync<PolicyUnavailableException>(talk.SayAsync("Hola"));
        talk.Model.Asked.ShouldBeEmpty();
    }

    [Theory]
    [CombinedWays]
    public async Task Ask_ServiceThatGoesAwayBeforeTheReply_ReleasesNothing(bool streamed)
    {
        await using var service = await LiveService.StartAsync();
        using var client = service.Client(options => options with { Deadline = TimeSpan.FromSeconds(5) });
        using var talk = new Conversation(client, new ScriptedModel(ScriptedModel.Says(Requests.Plain)) { OnAsked = service.KillAsync }, streamed);

        await Should.ThrowAsync<PolicyUnavailableException>(talk.SayAsync("Hola"));
        talk.Pieces.ShouldBeEmpty();
    }

    [Theory]
    [CombinedWays]
    public async Task Ask_WhatWasHeldForTheModel_IsSettled(bool streamed)
    {
        using var client = fixture.Service.Client(tenant: "taller-gasto");
        var probe = await LeftAsync() - await LeftAsync();
        var begin = await LeftAsync();
        using var failing = new Conversation(client, new ScriptedModel { Fault = new HttpRequestException("overloaded") }, streamed);
        await Should.ThrowAsync<HttpRequestException>(failing.SayAsync("Hola"));
        var failed = await LeftAsync();
        (begin - failed).ShouldBe(probe);
        using var talk = new Conversation(client, new ScriptedModel(ScriptedModel.Says("Hola.")), streamed);
        await talk.SayAsync("¿Qué tal?");
        (failed - await LeftAsync()).ShouldBe(probe + 42);

        async Task<long> LeftAsync()
        {
            var answer = await client.CheckInputAsync(new CheckInputRequest { Context = Requests.Context(), EstimatedOutputTokens = 1 });
            return answer.Limits.Single(limit => limit.Name == "tokens").Remaining;
        }
    }

    [Fact]
    public async Task Ask_SameMessageAgainAfterAFault_IsNoDuplicate()
    {
        using var client = fixture.Service.Client();
        var message = new ChatMessage(ChatRole.User, "Hola");
        var context = Requests.Context();
        using var failing = new ScriptedModel { Fault = new HttpRequestException("again") }.WithPolicy(client, context);
        await Should.ThrowAsync<HttpRequestException>(failing.GetResponseAsync([message]));
        using var answering = new ScriptedModel(ScriptedModel.Says("Hola.")).WithPolicy(client, context);

        (await answering.GetResponseAsync([message])).Text.ShouldBe("Hola.");
    }

    [Fact]
    public async Task Ask_ContextThatLacksARun_SaysSo()
    {
        using var client = fixture.Service.Client();
        using var model = new ScriptedModel().WithPolicy(client, new CallContext { SessionId = "s", Mode = Mode.Copilot });

        (await Should.ThrowAsync<InvalidOperationException>(model.GetResponseAsync("Hola"))).Message.ShouldContain("lacks run_id");
    }

    private static Decision Decision(ChatResponse answer) => answer.AdditionalProperties!["aidesk"].ShouldBeOfType<Decision>();
}
