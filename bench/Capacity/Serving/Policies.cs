using System.Globalization;

namespace AiDesk.Bench.Capacity.Serving;

/// <summary>The policies that are served: strikes, duplicates, two rate limits that are not reached, a tool with typed arguments. Every tenant's is its own text.</summary>
internal static class Policies
{
    public const string Tool = "open_ticket";

    /// <summary>Tenants' names, as many as asked for.</summary>
    public static IReadOnlyList<string> Tenants(int count) => [.. Enumerable.Range(0, count).Select(tenant => string.Create(CultureInfo.InvariantCulture, $"tenant-{tenant:0000}"))];

    public static void Write(string folder, IEnumerable<string> tenants)
    {
        foreach (var tenant in tenants)
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, tenant)).FullName, "policy.yaml"), Document(tenant));
        }
    }

    private static string Document(string tenant) =>
        $$"""
        tenant: {{tenant}}
        sector: services
        locale: en
        time_zone: Europe/Madrid
        autopilot: { level: 2 }
        input:
          max_chars: 4000
          forbidden_words: [ "{{tenant}} insider", "unlist {{tenant}}" ]
          duplicates: { within: 10m, max_repeats: 0 }
        strikes: { per: session_id, counts: [injection, forbidden, shape, duplicate], block_at: 3, forget_after: 24h, block_for: 24h }
        limits:
          - { name: per_ip, per: client_ip, rate: 100000000/1m, algorithm: sliding }
          - { name: per_user, per: user_id, rate: 100000000/1h }
        output:
          on_leak: deny
        tools:
          {{Tool}}:
            level: 1
            kind: internal
            risk: low
            side_effect: none
            arguments:
              type: object
              required: [contact, subject]
              additionalProperties: false
              properties:
                contact: { type: string, maxLength: 64 }
                subject: { type: string, maxLength: 200 }
                body: { type: string, maxLength: 4000 }
                priority: { type: integer, minimum: 1, maximum: 5 }
                urgent: { type: boolean }
                language: { enum: [es, en, fr, de, it, pt, nl] }
                amount: { type: number, minimum: 0 }
                tags: { type: array, items: { type: string }, maxItems: 10 }
                due: { type: string, maxLength: 10 }
                note: { type: string, maxLength: 200 }
            output: { ticket: string }

        """;
}
