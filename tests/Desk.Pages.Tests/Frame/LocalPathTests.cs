using AiDesk.Agent.Pages.Frame;

namespace AiDesk.Desk.PagesTests.Frame;

public sealed class LocalPathTests
{
    [Theory]
    [InlineData("/", true)]
    [InlineData("/runs?state=Rejected", true)]
    [InlineData("", false)]
    [InlineData("runs", false)]
    [InlineData("//elsewhere.example", false)]
    [InlineData("/\\elsewhere.example", false)]
    [InlineData("/\t/elsewhere.example", false)]
    [InlineData("https://elsewhere.example/", false)]
    public void IsLocal_Path_SaysWhetherItIsOfThisSite(string path, bool expected) => LocalPath.IsLocal(path).ShouldBe(expected);

    [Fact]
    public void With_NameThatIsThere_ReplacesItAndKeepsTheOthers() =>
        PageAddress.With("/runs?state=Rejected&page=a&notice=signedOut", "page", "b c").ShouldBe("/runs?state=Rejected&page=b%20c");
}
