using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;

namespace AiDesk.PolicyEngine.Tests.Leaks;

public class RedactorTests
{
    [Theory]
    [InlineData("abcdefgh", new[] { 2, 4 }, "ab[…]efgh")]
    [InlineData("abcdefgh", new[] { 0, 8 }, "[…]")]
    [InlineData("abcdefgh", new[] { 0, 2, 6, 8 }, "[…]cdef[…]")]
    [InlineData("abcdefgh", new[] { 1, 4, 3, 6 }, "a[…]gh")]
    [InlineData("abcdefgh", new[] { 1, 3, 3, 6 }, "a[…]gh")]
    [InlineData("abcdefgh", new[] { 4, 6, 1, 7 }, "a[…]h")]
    [InlineData("abcdefgh", new int[0], "abcdefgh")]
    [InlineData("abcdefgh", new[] { 4, 99 }, "abcdefgh")]
    public void Redact_Places_AreReplacedOnce(string text, int[] places, string expected)
    {
        var findings = new FindingList();
        for (var i = 0; i < places.Length; i += 2)
        {
            findings.Add(Leak(places[i], places[i + 1]));
        }

        Redactor.Redact(text, findings, "text").ShouldBe(expected);
    }

    [Fact]
    public void Redact_MonitoredOtherFieldOrOtherCheck_ChangesNothing()
    {
        var findings = new FindingList();
        findings.Add(Leak(0, 3) with { Monitored = true });
        findings.Add(Leak(0, 3) with { Field = "other" });
        findings.Add(Leak(0, 3) with { Check = CheckKind.Shape });
        Redactor.Redact("abcdefgh", findings, "text").ShouldBe("abcdefgh");
    }

    [Fact]
    public void Redact_MoreThanWasKept_ReplacesEverything()
    {
        var findings = new FindingList();
        for (var i = 0; i <= FindingList.Limit; i++)
        {
            findings.Add(Leak(i, i + 1));
        }

        Redactor.Redact(new string('x', 200), findings, "text").ShouldBe(Redactor.Replacement);
    }

    private static Finding Leak(int start, int end) => new("leak.x", CheckKind.Leaks, Verdict.Deny, Reason.Leak) { Start = start, End = end, Field = "text" };
}
