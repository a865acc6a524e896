using System.Globalization;
using System.Text;

namespace AiDesk.Bench.Policy;

/// <summary>The policy that is measured: strikes, duplicates, two rate limits; fifty tools, fifty rules, arguments of ten properties. Nothing in it denies the calls.</summary>
internal static class BenchPolicy
{
    public const string Tenant = "bench";

    /// <summary>The tool that calls name.</summary>
    public const string CalledTool = "tool_25";

    /// <summary>A tool whose output is a list.</summary>
    public const string SearchTool = "search";

    private const int Count = 50;

    public static string PoliciesOf(string folder) => Path.Combine(folder, "policies");

    public static string StateOf(string folder) => Path.Combine(folder, "state");

    /// <summary>Writes the policy into a new folder under the machine's temporary one, and gives the folder.</summary>
    public static string WriteToNewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("aidesk-bench-").FullName;
        var tenant = Directory.CreateDirectory(Path.Combine(PoliciesOf(folder), Tenant)).FullName;
        File.WriteAllText(Path.Combine(tenant, "policy.yaml"), Document());
        return folder;
    }

    public static string Arguments(long sequence) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"contact":"contact-{{sequence % 1000:000}}","subject":"Parcel not delivered","body":"The customer waits since Tuesday.","priority":3,"urgent":true,"language":"en","amount":12.5,"tags":["parcel","delay"],"due":"2026-11-20","sequence":{{sequence}}}""");

    /// <summary>Fifty rules are about every tool, the dearest case; another number of them is about the tools in turn.</summary>
    public static string Document(int rules = Count, int tools = Count)
    {
        var yaml = new StringBuilder(Head);
        for (var i = 0; i < tools; i++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $$"""
                  tool_{{i:00}}:
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
                        sequence: { type: integer }
                    output: { ticket: string }

                """);
        }

        yaml.Append("""
              search:
                level: 1
                kind: analyze
                side_effect: none
                output: { products: { list: { name: string, price: number, currency: string }, max: 100 } }

            """);
        yaml.Append("reviews:\n");
        for (var i = 0; i < rules; i++)
        {
            var about = rules == Count ? "" : string.Create(CultureInfo.InvariantCulture, $"tools: [tool_{i % tools:00}], ");
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{ name: rule_{i:00}, when: {{ {about}money_above: {100_000 + i} }}, verdict: require_approval }}\n");
        }

        return yaml.ToString();
    }

    private const string Head =
        """
        tenant: bench
        sector: services
        locale: en
        time_zone: Europe/Madrid
        autopilot: { level: 2 }
        input:
          max_chars: 4000
          duplicates: { within: 10m, max_repeats: 0 }
        strikes: { per: session_id, counts: [injection, forbidden, shape, duplicate], block_at: 3, forget_after: 24h, block_for: 24h }
        limits:
          - { name: per_ip, per: client_ip, rate: 100000000/1m, algorithm: sliding }
          - { name: per_user, per: user_id, rate: 100000000/1h }
        output:
          on_leak: deny
        tools:

        """;
}
