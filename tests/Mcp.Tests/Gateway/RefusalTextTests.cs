using AiDesk.CommandLine.Mcp.Gateway;
using AiDesk.Policy.V1;

namespace AiDesk.Mcp.Tests.Gateway;

public sealed class RefusalTextTests
{
    // Of a customer's message or a reply; a tool call is never decided for these.
    private static readonly Reason[] OfTexts =
        [Reason.Unspecified, Reason.Ok, Reason.Empty, Reason.TooShort, Reason.TooLong, Reason.SymbolsOnly, Reason.Duplicate, Reason.Strike, Reason.Leak];

    [Fact]
    public void Denied_EveryReasonOfAToolCall_HasASentence() =>
        Enum.GetValues<Reason>().Except(OfTexts).Where(reason => !RefusalText.HasSentence(reason)).ShouldBeEmpty();

    [Fact]
    public void Denied_ReasonOfANewerService_IsStillARefusal() =>
        RefusalText.Denied(new Decision { Reason = (Reason)999 }).ShouldBe("Not run. Policy does not allow this call.");

    [Fact]
    public void Denied_InvalidArguments_NamesAtMostFivePlaces()
    {
        var decision = new Decision { Reason = Reason.InvalidArguments };
        decision.Findings.Add(Enumerable.Range(0, 9).Select(i => new Finding { Reason = Reason.InvalidArguments, Span = new Span { Field = $"/a{i}" }, Detail = "for operators" }));

        RefusalText.Denied(decision).ShouldBe("Not run. The arguments are not what is allowed for this tool. Look at /a0, /a1, /a2, /a3, /a4.");
    }

    [Fact]
    public void Waits_Decision_IsNamed() =>
        RefusalText.Waits(Reason.RiskLevel, escalated: true, "d-1").ShouldBe(
            "Not run yet: it waits for the people responsible to approve it (decision d-1). This is too risky to be done without a person. "
            + "Once it is approved, make the same call with the same arguments again.");
}
