using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;

namespace AiDesk.PolicyEngine.Tests.Leaks;

public class SecretKindTests
{
    private readonly FindingList _findings = new();

    public static TheoryData<string> Prefixes => [.. SecretKinds.All.Select(kind => kind.Prefix).Distinct(StringComparer.Ordinal)];

    public static TheoryData<string> Marks => [.. SecretForms.Inner.Select(form => form.Mark)];

    [Fact]
    public void All_Kinds_AreAtLeast120Issuers()
    {
        SecretKinds.All.Select(kind => kind.Code).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThanOrEqualTo(120);
        SecretKinds.All.ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Inspect_EachKind_IsFoundExactly(string prefix)
    {
        var kind = SecretKinds.All.First(k => k.Prefix == prefix);
        var secret = prefix + TestSecrets.Body(kind.Alphabet, kind.Min);
        Inspect($"It is {secret}, keep it.");
        _findings.Items.ToArray().Select(f => f.Code).ShouldHaveSingleItem().ShouldStartWith("leak.secret.");
        (_findings[0].Start, _findings[0].End).ShouldBe((6, 6 + secret.Length));
    }

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Inspect_EachKindAsDocumentation_IsNone(string prefix)
    {
        var kind = SecretKinds.All.First(k => k.Prefix == prefix);
        Inspect($"It looks like {prefix}{new string('x', kind.Min)}.");
        Inspect($"It begins with {prefix} and goes on.");
        _findings.Items.ToArray().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Marks))]
    public void Inspect_EachInnerForm_IsFoundExactly(string mark)
    {
        var form = SecretForms.Inner.First(f => f.Mark == mark);
        var secret = TestSecrets.Body(form.Before, form.MinBefore) + mark + TestSecrets.Body(form.After, form.MinAfter);
        Inspect($"It is {secret}, keep it.");
        _findings.Items.ToArray().ShouldHaveSingleItem().Code.ShouldBe(form.Code);
        (_findings[0].Start, _findings[0].End).ShouldBe((6, 6 + secret.Length));
    }

    [Fact]
    public void Inspect_EachWebhook_IsFound()
    {
        foreach (var webhook in SecretForms.Webhooks)
        {
            _findings.Clear();
            var url = "https://" + (webhook[0] == '.' ? "acme" : "") + webhook + "x/T0" + TestSecrets.Letters(10) + "/" + TestSecrets.Letters(26);
            Inspect($"Post to {url}, please.");
            _findings.Items.ToArray().ShouldHaveSingleItem().Code.ShouldBe("leak.secret.webhook", webhook);
            (_findings[0].Start, _findings[0].End).ShouldBe((8, 8 + url.Length));
        }
    }

    [Theory]
    [InlineData("text\\n{0}")]
    [InlineData("token_{0}")]
    [InlineData("my-token-{0}")]
    [InlineData("({0})")]
    [InlineData("`{0}`")]
    [InlineData("https://x:{0}@github.com/a/b")]
    public void Inspect_KindBesideOtherSigns_IsFound(string template)
    {
        Inspect(template.Replace("{0}", "ghp_" + TestSecrets.Letters(36), StringComparison.Ordinal));
        _findings.Count.ShouldBe(1);
    }

    private void Inspect(string text) => LeakDetector.Inspect(text, "text", LeakOptions.Default, _findings);
}
