using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using static AiDesk.Policy.Tests.Output.FilterBench;

namespace AiDesk.Policy.Tests.Output;

public sealed class ToolErrorTextTests
{
    [Theory]
    [InlineData("TaskCanceledException", "", "", "timeout")]
    [InlineData("TimeoutException", "HTTP 404", "", "timeout")]
    [InlineData("HttpRequestException", "Response status code does not indicate success: 504 (Gateway Timeout).", "", "timeout")]
    [InlineData("", "context deadline exceeded", "", "timeout")]
    [InlineData("HttpRequestException", "Response status code does not indicate success: 404 (Not Found).", "", "notFound")]
    [InlineData("NotFoundError", "", "", "notFound")]
    [InlineData("", "FileNotFoundError: [Errno 2] No such file or directory: '/srv/app/data.json'", "", "notFound")]
    [InlineData("HttpRequestException", "Connection refused (crm.internal:443)", "", "unavailable")]
    [InlineData("", "connect ECONNREFUSED 10.0.0.7:5432", "", "unavailable")]
    [InlineData("", "429 Too Many Requests", "", "unavailable")]
    [InlineData("ForbiddenException", "", "", "denied")]
    [InlineData("", "permission denied for table contacts", "", "denied")]
    [InlineData("", "HTTP/1.1 401", "", "denied")]
    [InlineData("", "Order 14045 broke", "", "other")]
    [InlineData("KeyError", "'price'", "  at tools.py line 404x", "other")]
    [InlineData("", "", "status=503", "unavailable")]
    [InlineData("", "", "", "other")]
    public void Inspect_Failure_IsToldByItsClassAlone(string type, string message, string detail, string key)
    {
        var work = Run(Map(("a", AnyText)), Check([], new ToolFailure(type, message, detail)));

        work.ErrorKey.ShouldBe($"guard.toolFailed.{key}");
        work.Json().ShouldBe("{}");
        work.Decision.Verdict.ShouldBe(Verdict.Allow);
        work.Findings.Items.ToArray().ShouldHaveSingleItem().Detail.ShouldBe(work.ErrorKey);
    }

    [Fact]
    public void Inspect_VeryLongFailure_IsReadOnlyAtItsBeginning()
    {
        var work = Run(Map(("a", AnyText)), Check([], new ToolFailure("", new string('x', 1_000_000) + " timeout", "")));

        work.ErrorKey.ShouldBe("guard.toolFailed.other");
    }
}
