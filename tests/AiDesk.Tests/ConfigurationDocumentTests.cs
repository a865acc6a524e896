using AiDesk.Agent.Configuration;
using AiDesk.Policy.Service.Configuration;
using AiDesk.Tests.Running;

namespace AiDesk.Tests;

/// <summary>docs/configuration.md says of each variable what the code does.</summary>
public sealed class ConfigurationDocumentTests
{
    [Fact]
    public void ConfigurationDocument_Table_IsThatOfTheCode()
    {
        var rows = File.ReadLines(Repository.In("docs", "configuration.md")).Where(line => line.StartsWith("| `AIDESK_", StringComparison.Ordinal)).ToList();
        var service = ConfigurationVariable.All.Select(variable => $"| `{variable.Name}` | {variable.Unit} | {variable.Default} | {variable.Meaning} |").ToList();

        var desk = DeskVariable.All.Select(variable => $"| `{variable.Name}` | {variable.Unit} | {variable.Default} | {variable.Meaning} |").ToList();

        rows.Where(row => service.Contains(row)).ShouldBe(service);
        rows.Where(row => desk.Contains(row)).ShouldBe(desk);
        rows.Except(service, StringComparer.Ordinal).Except(desk, StringComparer.Ordinal).Select(row => row.Split('`')[1]).ShouldBe(["AIDESK_ADDRESS", "AIDESK_DESK_ADDRESS", "AIDESK_TOKEN"]);
    }
}
