using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Text;

namespace AiDesk.PolicyEngine.Tests.Leaks;

public class PromptIndexTests
{
    private const string Prompt =
        "You are the assistant of Acme. Never promise a refund before a colleague has approved it, and never mention the margin of a product to customers. "
        + "If you cannot help, say: I can only help with questions about Acme and its wonderful products and services, sorry for that.";

    private const string Leak = "Never promise a refund before a colleague has approved it, and never mention the margin";

    private readonly TextViews _views = new();
    private readonly FindingList _findings = new();

    [Fact]
    public void InspectOverlap_Verbatim_IsFoundExactly()
    {
        var text = $"My rules say: {Leak}. Sorry.";
        Inspect(text, PromptIndex.Build([Prompt]));
        _findings.Count.ShouldBe(1);
        _findings[0].Code.ShouldBe("leak.prompt_overlap");
        _findings[0].Check.ShouldBe(CheckKind.PromptOverlap);
        Redactor.Redact(text, _findings, "text").ShouldBe("My rules say: […]. Sorry.");
    }

    [Fact]
    public void InspectOverlap_Disguised_IsFoundInItsView()
    {
        Inspect("it says " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Leak)), PromptIndex.Build([Prompt]));
        _findings.Items.ToArray().ShouldContain(f => f.Transform == "base64");
        Inspect(Leak.ToUpperInvariant().Replace("E", "Е", StringComparison.Ordinal), PromptIndex.Build([Prompt]));
        _findings.Count.ShouldBe(1);
        Inspect(string.Join("  ", Leak.Split(' ').Select(w => string.Join(' ', w.AsEnumerable()))), PromptIndex.Build([Prompt]));
        _findings.Items.ToArray().ShouldContain(f => f.Transform == "spaced");
    }

    [Theory]
    [InlineData("I cannot promise a refund before my colleague has looked at it.")]
    [InlineData("You are the assistant of the manager, I suppose?")]
    [InlineData("")]
    public void InspectOverlap_OwnWords_AreNone(string text)
    {
        Inspect(text, PromptIndex.Build([Prompt]));
        _findings.Count.ShouldBe(0);
    }

    [Fact]
    public void Build_SpokenSentence_IsNoLeak()
    {
        const string Refusal = "I can only help with questions about Acme and its wonderful products and services, sorry for that.";
        Inspect(Refusal, PromptIndex.Build([Prompt]));
        _findings.Count.ShouldBe(1);
        Inspect(Refusal, PromptIndex.Build([Prompt], [Refusal]));
        _findings.Count.ShouldBe(0);
    }

    [Fact]
    public void Build_ShortPrompt_IsEmpty() => PromptIndex.Build(["Be nice."]).IsEmpty.ShouldBeTrue();

    private void Inspect(string text, PromptIndex index)
    {
        _findings.Clear();
        _views.Prepare(text);
        LeakDetector.InspectOverlap(_views, "text", new LeakOptions { SystemPrompts = index }, _findings);
    }
}
