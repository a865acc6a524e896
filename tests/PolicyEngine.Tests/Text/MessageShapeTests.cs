using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.PolicyEngine.Tests.Text;

public class MessageShapeTests
{
    [Theory]
    [InlineData("", Reason.Empty)]
    [InlineData(" \t\n\u200B\u00A0", Reason.Empty)]
    [InlineData("a", Reason.TooShort)]
    [InlineData("!", Reason.TooShort)]
    [InlineData("ab", Reason.Ok)]
    [InlineData("谢谢", Reason.Ok)]
    [InlineData("12", Reason.Ok)]
    [InlineData("?!?!", Reason.SymbolsOnly)]
    [InlineData("🙂🙂🙂", Reason.SymbolsOnly)]
    [InlineData("\uD800\uD800", Reason.SymbolsOnly)]
    [InlineData("🙂 ok", Reason.Ok)]
    [InlineData("1234567890", Reason.Ok)]
    [InlineData("12345678901", Reason.TooLong)]
    [InlineData("🙂🙂🙂🙂🙂🙂🙂🙂ok", Reason.Ok)]
    public void Inspect_Message_HasItsReason(string text, Reason reason)
    {
        var findings = new FindingList();
        MessageShape.Inspect(text, "message.text", 2, 10, false, findings).ShouldBe(reason == Reason.Ok);
        findings.Reason.ShouldBe(reason);
        if (reason != Reason.Ok)
        {
            findings[0].Check.ShouldBe(CheckKind.Shape);
            findings.Severity.ShouldBe(Verdict.Deny);
        }
    }

    [Fact]
    public void Inspect_Monitored_DoesNotBind()
    {
        var findings = new FindingList();
        MessageShape.Inspect("", "message.text", 2, 10, true, findings);
        findings.Severity.ShouldBe(Verdict.Allow);
        findings.EnforcedSeverity.ShouldBe(Verdict.Deny);
    }
}
