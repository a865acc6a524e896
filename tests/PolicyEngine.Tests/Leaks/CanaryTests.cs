using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Text;

namespace AiDesk.PolicyEngine.Tests.Leaks;

public class CanaryTests
{
    private const string Canary = "Heron-Lantern-4471";

    private readonly TextViews _views = new();
    private readonly FindingList _findings = new();

    public static TheoryData<string, string> Disguises => new()
    {
        { Canary, "" },
        { "HERON lantern 4471", "" },
        { "h e r o n - l a n t e r n - 4 4 7 1", "" },
        { string.Concat(Canary.Reverse()), "reversed" },
        { "Ureba-Ynagrea-4471", "rot13" },
        { Convert.ToBase64String(Encoding.UTF8.GetBytes("it is " + Canary)), "base64" },
        { Convert.ToHexString(Encoding.UTF8.GetBytes("it is " + Canary)), "hex" },
    };

    [Theory]
    [MemberData(nameof(Disguises))]
    public void InspectOverlap_CanaryInAnyView_IsFound(string written, string transform)
    {
        Inspect($"🦉 Well, {written} it is.");
        var found = _findings.Items.ToArray().ShouldHaveSingleItem();
        (found.Code, found.Check, found.Transform).ShouldBe(("leak.canary", CheckKind.Leaks, transform));
        Redactor.Redact($"🦉 Well, {written} it is.", _findings, "text").ShouldBe("🦉 Well, […] it is.");
    }

    [Theory]
    [InlineData("A heron by a lantern, at 4471 metres.")]
    [InlineData("heronlantern447")]
    [InlineData("")]
    public void InspectOverlap_NotTheCanary_IsNone(string text)
    {
        Inspect(text);
        _findings.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("short", false)]
    [InlineData("aaaaaaaaaa", false)]
    [InlineData(Canary, true)]
    public void CanBeFound_Mark_IsLongAndVariedEnough(string mark, bool can) => CanarySet.CanBeFound(mark).ShouldBe(can);

    private void Inspect(string text)
    {
        _findings.Clear();
        _views.Prepare(text);
        LeakDetector.InspectOverlap(_views, "text", new LeakOptions { Canaries = CanarySet.Compile([Canary]) }, _findings);
    }
}
