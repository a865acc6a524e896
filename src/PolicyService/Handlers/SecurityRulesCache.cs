using System.Runtime.CompilerServices;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Text;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>The security rules of each snapshot in each language, as one shared message: nobody changes it. It lives as long as its snapshot.</summary>
internal sealed class SecurityRulesCache
{
    private readonly ConditionalWeakTable<PolicySnapshot, Wire.SecurityRules[]> _rules = [];

    public Wire.SecurityRules For(PolicySnapshot snapshot, Language language) => _rules.GetValue(snapshot, Make)[(int)language];

    private static Wire.SecurityRules[] Make(PolicySnapshot snapshot) =>
    [
        .. Languages.All.Select(language => new Wire.SecurityRules
        {
            Locale = Languages.TagOf(language),
            Version = SecurityRules.Version,
            Text = SecurityRules.For(language, snapshot.Persona.Name, snapshot.Persona.Refusal),
        }),
    ];
}
