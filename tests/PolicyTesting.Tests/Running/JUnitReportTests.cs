using System.Xml.Linq;
using AiDesk.Policy.Testing.Reports;

namespace AiDesk.Policy.Testing.Tests.Running;

public sealed class JUnitReportTests
{
    [Fact]
    public async Task Write_NamesThatXmlCannotHold_IsWellFormedAndCounts()
    {
        var result = await TestBench.RunAsync("""
              - { name: "<a> & \"b\" \x01 \uFFFE 😀 ]]>", context: agent, steps: [{ ask: look, expect: deny RATE_LIMITED }] }
              - { name: good, context: agent, steps: [{ ask: look, expect: allow }] }
            """);
        using var stream = new MemoryStream();

        JUnitReport.Write(stream, [result]);

        stream.Position = 0;
        var root = XDocument.Load(stream).Root!;
        root.Name.LocalName.ShouldBe("testsuites");
        root.Attribute("tests")!.Value.ShouldBe("2");
        root.Attribute("failures")!.Value.ShouldBe("1");
        var suite = root.Elements("testsuite").Single();
        suite.Attribute("name")!.Value.ShouldBe("t/a_test.yaml");
        var cases = suite.Elements("testcase").ToList();
        cases.Select(one => one.Attribute("name")!.Value).ShouldBe(["<a> & \"b\" \uFFFD \uFFFD 😀 ]]>", "good"]);
        cases.Select(one => one.Attribute("line")!.Value).ShouldBe(["11", "12"]);
        cases[0].Element("failure")!.Attribute("message")!.Value.ShouldBe("step 1: look: verdict: expected deny, was allow");
        cases[1].Elements().ShouldBeEmpty();
    }
}
