namespace AiDesk.Desk.GraphTests.Harness;

/// <summary>Every tool with arguments that its schema takes, for the contact of the conversation and for others.</summary>
internal static class ToolCases
{
    public static IReadOnlyList<(string Tool, string Arguments)> All { get; } =
    [
        ("send_message", """{"text":"Hello, how can I help you?"}"""),
        ("transfer_to_human", """{"reason":"asked"}"""),
        ("create_ticket", """{"contact_id":"current","subject":"Question","priority":"low"}"""),
        ("create_ticket", """{"contact_id":"c-101","subject":"Question"}"""),
        ("create_ticket", """{"contact_id":"c-201","subject":"Question"}"""),
        ("create_task", """{"contact_id":"current","title":"Call back","due":"2026-12-01"}"""),
        ("create_task", """{"contact_id":"c-101","title":"Call back"}"""),
        ("update_conversation_status", """{"status":"waiting"}"""),
        ("update_contact_field", """{"contact_id":"current","field":"company","value":"Alba"}"""),
        ("update_contact_field", """{"contact_id":"c-101","field":"company","value":"Stolen"}"""),
        ("update_contact_field", """{"contact_id":"c-201","field":"company","value":"Stolen"}"""),
        ("update_contact_field", """{"contact_id":"current","field":"email","value":"x@evil.example"}"""),
        ("assign_conversation", """{"agent_id":"ana"}"""),
        ("assign_conversation", """{"agent_id":"somebody-of-another-tenant"}"""),
        ("tag_conversation", """{"tag":"vip"}"""),
        ("search_product", """{"query":"sandalias"}"""),
        ("get_order", """{"order_id":"ORD-100200"}"""),
        ("get_order", """{"order_id":"ORD-100300"}"""),
        ("payment_link", """{"amount":49.9,"currency":"EUR"}"""),
        ("issue_refund", """{"order_id":"ORD-100200","amount":39.9,"reason":"Asked"}"""),
        ("issue_refund", """{"order_id":"ORD-100300","amount":39.9,"reason":"Asked"}"""),
        ("cancel_subscription", """{"contact_id":"current"}"""),
        ("cancel_subscription", """{"contact_id":"c-101"}"""),
        ("create_campaign_text", """{"campaign_id":"c-42","brief":"Summer shoes on sale"}"""),
        ("adjust_campaign", """{"campaign_id":"c-42","daily_budget":80}"""),
        ("offer_discount", """{"order_id":"ORD-100200","percent":10}"""),
        ("get_payment", """{"payment_ref":"PAY-7F3K9Q2M"}"""),
        ("get_payment", """{"payment_ref":"PAY-9H1J5N7P"}"""),
        ("list_payouts", """{"account_id":"ACC-10020030"}"""),
        ("list_payouts", """{"account_id":"ACC-10020031"}"""),
        ("raise_compliance_alert", """{"account_id":"ACC-10020030","concern":"identity"}"""),
        ("propose_limit", """{"account_id":"ACC-10020030","monthly_limit":900}"""),
        ("review_merchant_agreement", """{"account_id":"ACC-10020030","document_id":"MA-2026-114"}"""),
        ("release_payout", """{"account_id":"ACC-10020030","payout_ref":"PO-4T6Y8U1B","amount":990}"""),
        ("release_payout", """{"account_id":"ACC-10020031","payout_ref":"PO-4T6Y8U1C","amount":1500}"""),
        ("drop_database", "{}"),
    ];
}
