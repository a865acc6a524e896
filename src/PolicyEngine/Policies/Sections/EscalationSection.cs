using System.Collections.Immutable;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>escalation:</c>, who decides on what is escalated.</summary>
internal static class EscalationSection
{
    private static readonly EscalationRules Standard = new();

    private static readonly PolicyKey<int> Approvals = new("approvals", new WholeNumberShape(1, 10), "Distinct people who must approve.") { Default = Standard.Approvals, DefaultText = "2" };
    private static readonly PolicyKey<ImmutableArray<string>> Roles = new("roles", new ListShape<string>(Texts.DecidingRole, "approver and admin", 1, 16), "Roles of which whoever decides must hold one.") { Default = Standard.Roles, DefaultText = "[approver, admin]" };
    private static readonly PolicyKey<ImmutableArray<string>> Notify = new("notify", new ListShape<string>(Texts.Notify, "webhook:https://… and role:name", 0, 16), "Told once of every escalation. A webhook must be https, or on loopback.") { Default = [], DefaultText = "nobody" };

    public static RecordShape<EscalationRules> Shape { get; } = new(
        "escalation",
        "Who decides on what is escalated.",
        [Approvals, Roles, Notify],
        escalation => new EscalationRules
        {
            Approvals = escalation.Get(Approvals),
            Roles = escalation.Get(Roles),
            Notify = escalation.Get(Notify),
        });
}
