using System.Collections.Frozen;

namespace AiDesk.Agent.Tools.Crm;

/// <summary>All tools of the built-in CRM. What a tenant may use is its policy's to say; send_message and transfer_to_human are the graph's own.</summary>
internal static class CrmTools
{
    public static FrozenDictionary<string, IDeskTool> All { get; } = new IDeskTool[]
    {
        new CreateTicket(), new CreateTask(), new UpdateConversationStatus(), new UpdateContactField(), new AssignConversation(), new TagConversation(),
        new SearchProduct(), new GetOrder(), new PaymentLink(), new IssueRefund(), new CancelSubscription(),
        new CreateCampaignText(), new AdjustCampaign(), new OfferDiscount(),
        new GetPayment(), new ListPayouts(), new RaiseComplianceAlert(), new ProposeLimit(), new ReviewMerchantAgreement(), new ReleasePayout(),
    }.ToFrozenDictionary(tool => tool.Name, StringComparer.Ordinal);
}
