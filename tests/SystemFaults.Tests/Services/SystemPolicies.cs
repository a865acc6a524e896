using AiDesk.Tests.Running;

namespace AiDesk.SystemFaults.Services;

/// <summary>The tenants: three that only ask for decisions, each with another rule of what holds without counters, and two with a desk.</summary>
internal static class SystemPolicies
{
    /// <summary>A limit that denies when nobody can count.</summary>
    public const string Strict = "strict";

    /// <summary>A limit that each replica counts for itself meanwhile.</summary>
    public const string Lenient = "lenient";

    /// <summary>Budgets in autopilot, and tools that two people have to approve.</summary>
    public const string Spending = "spending";

    /// <summary>A desk whose every draft waits for a person, with a webhook that takes whatever it is sent and can be asked.</summary>
    public const string Copilot = "copilot-desk";

    /// <summary>A desk that answers by itself, with a webhook that takes a key once.</summary>
    public const string Autopilot = "autopilot-desk";

    /// <summary>Credits of each tight budget.</summary>
    public const int TightCap = 40;

    public static void Write(TemporaryFolder folder)
    {
        folder.Write("policies/_base/retail.yaml", File.ReadAllText(Repository.In("policies", "_base", "retail.yaml")));
        folder.Write("policies/_base/desk.yaml", File.ReadAllText(Repository.In("policies", "_base", "desk.yaml")));
        WriteTenant(folder, Strict, "limits: [{ name: calls, per: user_id, rate: 1000000/1h, outage: deny }]");
        WriteTenant(folder, Lenient, "limits: [{ name: calls, per: user_id, rate: 1000000/1h, outage: local }]");
        WriteTenant(folder, Spending, $$"""
            autopilot: { level: 2 }
            escalation: { approvals: 2, roles: [approver, admin] }
            budgets:
              - { name: wide, unit: credits, window: total, per: "argument:/wide", cap: 1000000, when_missing: skip }
              - { name: tight, unit: credits, window: total, per: "argument:/tight", cap: {{TightCap}}, when_missing: skip }
            tools:
              spend: { level: 1, kind: analyze, risk: low, side_effect: internal, cost: { credits: 1 } }
              close_account: { level: 1, kind: cancellation, risk: critical, side_effect: external }
            """);
        foreach (var desk in new[] { Copilot, Autopilot })
        {
            // Loopback is every customer's address here: what limits people is not what is looked at.
            WriteTenant(folder, desk, """
                extends: _base/retail
                locale: en
                autopilot: { level: 3 }
                limits: [{ name: calls, per: user_id, rate: 1000000/1h }]
                output: { allowed_hosts: [shop.example] }
                """);
        }
    }

    private static void WriteTenant(TemporaryFolder folder, string tenant, string policy) => folder.Write($"policies/{tenant}/policy.yaml", $"tenant: {tenant}\n{policy}\n");
}
