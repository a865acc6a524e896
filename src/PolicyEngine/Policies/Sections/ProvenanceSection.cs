using System.Collections.Immutable;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>provenance:</c>, where the values of arguments may come from.</summary>
internal static class ProvenanceSection
{
    private static readonly PolicyKey<ImmutableArray<string>> Trusted = new("trusted", new ListShape<string>(Texts.Short, "values", 0, 256), "E-mail addresses, web addresses, hosts, phone and account numbers and ids that the policy vouches for: an argument may hold them wherever they were read. A host covers its subdomains, links into them and mail to them. output.allowed_hosts are vouched for besides; an identifier of the form that output.allowed_ids gives may be mentioned in a text, and not be the argument.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<Enforcement> Binds = Keys.EnforcementOf("the check of where arguments come from");

    public static RecordShape<ProvenanceRules> Shape { get; } = new(
        "provenance",
        "Where the values of arguments may come from. An e-mail address, web address, host, phone, account or id that this session has seen only in texts that nobody vouches for needs approval, UNTRUSTED_ARGUMENT.",
        [Trusted, Binds],
        Read);

    public static ProvenanceRules Absent(PolicyReading reading) => Compile(reading.Enforcement, [], null);

    private static ProvenanceRules Read(RecordReader provenance) =>
        Compile(provenance.Enforcement(Binds), provenance.Get(Trusted), provenance);

    private static ProvenanceRules Compile(Enforcement enforcement, ImmutableArray<string> trusted, RecordReader? provenance)
    {
        if (!ProvenanceRules.TryCompile(enforcement, trusted, out var rules, out var fault))
        {
            var list = (ListNode)provenance!.Map.Find(Trusted.Name)!;
            provenance.Reading.Fault(list.Items[fault], "is no e-mail address, web address, host, number or id of at least 6 letters and digits");
        }

        return rules;
    }
}
