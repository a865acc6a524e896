using System.Collections.Frozen;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Values;

/// <summary><c>provenance:</c> of a policy: whether the check binds, and which addresses and numbers the policy itself vouches for.</summary>
public sealed class ProvenanceRules
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _values;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _hosts;

    private ProvenanceRules(Enforcement enforcement, IEnumerable<string> values)
    {
        Enforcement = enforcement;
        var all = values.ToFrozenSet(StringComparer.Ordinal);
        _values = all.GetAlternateLookup<ReadOnlySpan<char>>();
        _hosts = all.Where(value => value[0] == (char)ValueKind.Host).Select(value => value[1..]).ToFrozenSet(StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Binds, and vouches for nothing.</summary>
    public static ProvenanceRules Standard { get; } = new(Enforcement.Enforce, []);

    public Enforcement Enforcement { get; }

    /// <summary>False when some text holds no address, host, number or id; its place in the list is <paramref name="fault"/>.</summary>
    internal static bool TryCompile(Enforcement enforcement, IReadOnlyList<string> texts, out ProvenanceRules rules, out int fault)
    {
        var values = new List<string>();
        for (fault = 0; fault < texts.Count; fault++)
        {
            var named = NamedValue.Of(texts[fault]);
            if (named.Length == 0)
            {
                rules = Standard;
                return false;
            }

            values.Add(named);
        }

        rules = new ProvenanceRules(enforcement, values);
        return true;
    }

    /// <summary>Does the policy name this value? A host that it names covers its subdomains, links into them and mail to them.</summary>
    /// <param name="value">In its normal form, its kind's letter first.</param>
    /// <param name="linkHosts">Hosts that links may point to, whatever they say of mail.</param>
    internal bool Names(ReadOnlySpan<char> value, FrozenSet<string> linkHosts)
    {
        if (_values.Contains(value))
        {
            return true;
        }

        var chars = value[1..];
        return (ValueKind)value[0] switch
        {
            ValueKind.Host => Covers(chars, linkHosts),
            ValueKind.Url => Covers(chars[..(chars.IndexOfAny("/?#\\") is >= 0 and var end ? end : chars.Length)], linkHosts),
            ValueKind.Email => Covers(chars[(chars.LastIndexOf('@') + 1)..], FrozenSet<string>.Empty),
            _ => false,
        };
    }

    private bool Covers(ReadOnlySpan<char> host, FrozenSet<string> linkHosts)
    {
        var links = linkHosts.GetAlternateLookup<ReadOnlySpan<char>>();
        while (!host.IsEmpty)
        {
            if (_hosts.Contains(host) || links.Contains(host))
            {
                return true;
            }

            var dot = host.IndexOf('.');
            host = dot < 0 ? default : host[(dot + 1)..];
        }

        return false;
    }
}
