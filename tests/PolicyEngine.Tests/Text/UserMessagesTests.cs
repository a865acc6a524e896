using System.Text.Json;
using AiDesk.Policy.Text;

namespace AiDesk.PolicyEngine.Tests.Text;

public class UserMessagesTests
{
    private static readonly string[] Expected =
    [
        "guard.warning1", "guard.warning2", "guard.blocked", "guard.tooLong", "guard.tooShort", "guard.invalidContent", "guard.forbidden", "guard.rateLimited",
        "guard.duplicate", "guard.budget", "guard.transfer", "guard.unavailable", "guard.approvalPending", "guard.toolFailed.timeout", "guard.toolFailed.notFound",
        "guard.toolFailed.unavailable", "guard.toolFailed.denied", "guard.toolFailed.other", "guard.refusal", "approval.escalated",
    ];

    public static TheoryData<string, Language> All
    {
        get
        {
            var data = new TheoryData<string, Language>();
            foreach (var key in Expected)
            {
                foreach (var language in Languages.All)
                {
                    data.Add(key, language);
                }
            }

            return data;
        }
    }

    [Fact]
    public void Keys_AreTheOnesThatDecisionsUse() => UserMessages.Keys.Order(StringComparer.Ordinal).ShouldBe(Expected.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public void Text_KeyAndLanguage_IsASentenceThatNamesNothingInternal(string key, Language language)
    {
        var text = UserMessages.Text(key, language);
        text.Length.ShouldBeInRange(20, 200);
        text[^1].ShouldBeOneOf('.', '?');
        text.ShouldNotContain("{");
        text.ShouldNotContain("guard.");
        text.ShouldNotContain("policy", Case.Insensitive);
    }

    [Fact]
    public void Text_EveryLanguage_HasItsOwnWording()
    {
        foreach (var key in Expected)
        {
            Languages.All.Select(l => UserMessages.Text(key, l)).Distinct(StringComparer.Ordinal).Count().ShouldBe(Languages.All.Count, key);
        }
    }

    [Fact]
    public void Text_UnknownKey_StillTellsThePersonSomething() =>
        UserMessages.Text("guard.nothing", Language.De).ShouldBe(UserMessages.Text("guard.unavailable", Language.De));

    [Fact]
    public void Json_IsTheFileThatTheBrowserReads()
    {
        using var document = JsonDocument.Parse(UserMessages.Json);
        document.RootElement.GetProperty("guard.tooLong").GetProperty("nl").GetString().ShouldBe(UserMessages.Text("guard.tooLong", Language.Nl));
    }
}
