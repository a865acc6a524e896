using System.Globalization;
using AiDesk.CommandLine.Display;
using AiDesk.Policy.Testing;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>Which rules no test made fire.</summary>
internal static class CoverageView
{
    public static void Show(IEnumerable<TenantResult> results, Terminal terminal)
    {
        foreach (var coverage in results.Select(tenant => tenant.Coverage))
        {
            terminal.Line($"coverage {coverage.Tenant}: {Percent(coverage.Percent)} % ({coverage.Fired} of {coverage.Rules} rules)");
            foreach (var rule in coverage.Missing)
            {
                terminal.Line($"  never fired: {TerminalText.Visible(rule)}");
            }
        }
    }

    /// <summary>True, said on standard error, when a tenant is below what was asked for.</summary>
    public static bool IsBelow(IEnumerable<TenantResult> results, double? least, Terminal terminal)
    {
        var below = results.Where(tenant => least is { } asked && tenant.Coverage.Percent < asked).ToList();
        foreach (var tenant in below)
        {
            terminal.Problem($"coverage of {tenant.Tenant} is {Percent(tenant.Coverage.Percent)} %, and {Percent(least!.Value)} % was asked for");
        }

        return below.Count > 0;
    }

    /// <summary>Rounded down: 94.96 is not 95.0.</summary>
    private static string Percent(double percent) => (Math.Floor(percent * 10) / 10).ToString("0.0", CultureInfo.InvariantCulture);
}
