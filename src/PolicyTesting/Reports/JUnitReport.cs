using System.Globalization;
using System.Xml;
using AiDesk.Policy.Testing.Running;

namespace AiDesk.Policy.Testing.Reports;

/// <summary>Results as JUnit XML: one suite a file, one test case a test.</summary>
internal static class JUnitReport
{
    public static void Write(Stream stream, IReadOnlyCollection<TenantResult> results)
    {
        var files = results.SelectMany(tenant => tenant.Files).ToList();
        var tests = files.SelectMany(file => file.Tests).ToList();
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CheckCharacters = true });
        xml.WriteStartDocument();
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "aidesk policy test");
        WriteCounts(xml, tests);
        foreach (var file in files)
        {
            WriteFile(xml, file);
        }

        xml.WriteEndElement();
    }

    private static void WriteFile(XmlWriter xml, FileResult file)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean(file.Path));
        WriteCounts(xml, file.Tests);
        foreach (var test in file.Tests)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Clean(file.Path));
            xml.WriteAttributeString("name", Clean(test.Name));
            xml.WriteAttributeString("file", Clean(file.Path));
            xml.WriteAttributeString("line", test.Line.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("time", Seconds(test.Elapsed));
            if (!test.Passed)
            {
                var step = test.Steps[^1];
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("type", "expectation");
                xml.WriteAttributeString("message", Clean($"{step.Name}: {FailureText.Line(step.Mismatches[0])}"));
                xml.WriteString(Clean(string.Join('\n', FailureText.Of(step))));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyCollection<TestResult> tests)
    {
        xml.WriteAttributeString("tests", tests.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", tests.Count(test => !test.Passed).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", "0");
        xml.WriteAttributeString("time", Seconds(tests.Aggregate(TimeSpan.Zero, (all, test) => all + test.Elapsed)));
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 cannot hold every character, not even escaped.</summary>
    private static string Clean(string text) => string.Concat(text.Select((unit, index) => IsHeld(text, index) ? unit : '\uFFFD'));

    private static bool IsHeld(string text, int at) =>
        XmlConvert.IsXmlChar(text[at])
        || (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        || (char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1]));
}
