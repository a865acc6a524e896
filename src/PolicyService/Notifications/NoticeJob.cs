using AiDesk.Policy.Service.Approvals;

namespace AiDesk.Policy.Service.Notifications;

/// <summary>One entry of <c>escalation.notify</c> that is to be told of one held call.</summary>
/// <param name="call">The call; what people say of it meanwhile does not change what is told.</param>
/// <param name="index">Place of the entry.</param>
internal sealed class NoticeJob(HeldCall call, int index)
{
    private const string WebhookPrefix = "webhook:";

    public HeldCall Call => call;

    public int Index => index;

    public (string Tenant, Guid Decision, int Index) Key => (call.Tenant, call.DecisionId, index);

    private string Entry => call.Notices[index].Entry;

    /// <summary>Null for a role, which has no address that this service knows.</summary>
    public Uri? Address => Entry.StartsWith(WebhookPrefix, StringComparison.Ordinal) ? new Uri(Entry[WebhookPrefix.Length..]) : null;

    public string Kind => Address is null ? "role" : "webhook";

    /// <summary>For the record: a role's name; of a webhook the origin only, since a path may hold a secret.</summary>
    public string Target => Address?.GetLeftPart(UriPartial.Authority) ?? Entry["role:".Length..];

    /// <summary>How far it is.</summary>
    public NoticeState State { get; set; } = call.Notices[index].State;

    /// <summary>Attempts made by this process.</summary>
    public int Attempts { get; set; }

    /// <summary>What was wrong the last time; empty for nothing.</summary>
    public string Problem { get; set; } = "";
}
