using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>One thing that a draft may say only with evidence.</summary>
internal sealed class PhraseRule
{
    public PhraseRule(ObserverLexicon.RuleEntry entry)
    {
        Says = ObserverLexicon.Compile(entry.Says);
        Evidence = entry.Evidence.Length > 0 ? ObserverLexicon.Compile(entry.Evidence) : null;
        NegatedBefore = entry.NegatedBefore;
        Tools = (entry.Tools ?? []).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>By language.</summary>
    public FrozenDictionary<string, Regex> Says { get; }

    /// <summary>In the facts, of any language; null when only a tool counts.</summary>
    public Regex? Evidence { get; }

    /// <summary>Only a negation before it takes it back: "I promise that it will not" is a promise.</summary>
    public bool NegatedBefore { get; }

    /// <summary>Any of these, done.</summary>
    public FrozenSet<string> Tools { get; }
}
