using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiDesk.Policy.Testing.Reports;

/// <summary>Results as one JSON object, for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, IReadOnlyCollection<TenantResult> results)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        var tests = results.SelectMany(tenant => tenant.Files).SelectMany(file => file.Tests).ToList();
        json.WriteStartObject();
        json.WriteNumber("passed", tests.Count(test => test.Passed));
        json.WriteNumber("failed", tests.Count(test => !test.Passed));
        json.WriteStartArray("tenants");
        foreach (var tenant in results)
        {
            json.WriteStartObject();
            json.WriteString("tenant", tenant.Tenant);
            WriteCoverage(json, tenant);
            WriteTests(json, tenant);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCoverage(Utf8JsonWriter json, TenantResult tenant)
    {
        json.WriteStartObject("coverage");
        json.WriteNumber("rules", tenant.Coverage.Rules);
        json.WriteNumber("fired", tenant.Coverage.Fired);
        json.WritePropertyName("percent");
        json.WriteRawValue(tenant.Coverage.Percent.ToString("0.0", CultureInfo.InvariantCulture));
        json.WriteStartArray("missing");
        foreach (var rule in tenant.Coverage.Missing)
        {
            json.WriteStringValue(rule);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTests(Utf8JsonWriter json, TenantResult tenant)
    {
        json.WriteStartArray("tests");
        foreach (var (file, test) in tenant.Files.SelectMany(file => file.Tests.Select(test => (file, test))))
        {
            json.WriteStartObject();
            json.WriteString("file", file.Path);
            json.WriteNumber("line", test.Line);
            json.WriteString("name", test.Name);
            json.WriteBoolean("passed", test.Passed);
            if (!test.Passed)
            {
                json.WriteString("step", test.Steps[^1].Name);
                json.WriteStartArray("why");
                foreach (var line in FailureText.Of(test.Steps[^1]))
                {
                    json.WriteStringValue(line);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
