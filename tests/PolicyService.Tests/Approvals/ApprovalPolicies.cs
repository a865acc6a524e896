namespace AiDesk.Policy.Service.Tests.Approvals;

/// <summary>Policies of tenants whose calls are held, escalated and reviewed.</summary>
internal static class ApprovalPolicies
{
    /// <summary>Everything that an approval asks again, and a tool for each control level.</summary>
    public const string Desk = """
        tenant: acme
        locale: es
        time_zone: Etc/UTC
        autopilot: { level: 3 }
        limits:
          - { name: per_user, per: user_id, rate: 5/1h, algorithm: sliding, applies_to: [tool_call] }
        budgets:
          - { name: tenant_daily, unit: credits, window: day, cap: 10, deny_at: 1.0 }
        active_hours: { mon-fri: "08:00-20:00", outside: deny }
        escalation: { approvals: 2, roles: [approver, admin] }
        approvals: { expire_after: 24h }
        reviews:
          - { name: finance, when: { money_above: 1000 }, verdict: require_approval }
        tools:
          note: { level: 1, kind: internal, risk: low, cost: { credits: 4 } }
          send_message: { level: 1, kind: communication, risk: medium, side_effect: external }
          post_comment: { level: 1, kind: internal, risk: medium }
          publish_page: { level: 1, kind: publish, cost: { credits: 4 }, money: [/price], arguments: { type: object } }
          review_contract: { level: 1, kind: review_contract }
          sign: { level: 3, kind: internal, risk: low }
        output: { on_leak: redact }
        """;

    /// <summary>The same, all of it monitored.</summary>
    public static string Monitored { get; } = Desk + "\nenforcement: monitor\n";
}
