namespace AiDesk.Policy.Service.Tests.Hosting;

/// <summary>Policy texts of the tests.</summary>
internal static class TestPolicies
{
    /// <summary>The least that is a policy.</summary>
    public static string Plain(string tenant) => $"tenant: {tenant}\nlocale: en\n";

    public const string Desk = """
        tenant: acme
        sector: retail
        locale: es
        time_zone: Europe/Madrid
        persona: { name: "Ayuda", refusal: "Solo puedo ayudar con Acme." }
        autopilot: { level: 2 }
        input:
          max_chars: 200
          min_chars: 2
          duplicates: { within: 10m, max_repeats: 0 }
        strikes: { per: session_id, counts: [injection, forbidden, shape, duplicate], block_at: 3, forget_after: 24h, block_for: 24h }
        limits:
          - { name: per_user, per: user_id, rate: 1000/1m, algorithm: sliding }
        budgets:
          - { name: tenant_daily, unit: credits, window: day, cap: 10, warn_at: 0.5, deny_at: 1.0 }
        tools:
          send_message: { level: 1, modes: [copilot, autopilot], kind: communication, risk: medium, side_effect: external }
          create_ticket:
            level: 2
            kind: internal
            risk: low
            side_effect: internal
            cost: { credits: 2 }
            subject: /contact_id
            arguments:
              type: object
              required: [contact_id, subject]
              additionalProperties: false
              properties:
                contact_id: { type: string, pattern: "^C-[0-9]+$" }
                subject: { type: string, maxLength: 80 }
                priority: { enum: [low, normal, high] }
            output: { ticket_number: string, status: string }
          cancel_subscription:
            level: 2
            kind: cancellation
            side_effect: external
            arguments: { type: object, properties: { contact_id: { type: string } } }
          wipe_everything: { level: 3, kind: internal, side_effect: external }
        output:
          allowed_ids: [ 'ORD-\d{6}' ]
          on_leak: deny
        """;
}
