using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Identity;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Service.Notifications;

/// <summary>The body of a webhook (docs/approvals.md). The same bytes at every attempt. No text of a person is in it, and arguments only where the policy captures.</summary>
internal static class EscalationNotice
{
    private const string SentenceKey = "approval.escalated";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] BodyOf(HeldCall call)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "escalation"u8);
            json.WriteString("decision_id"u8, call.DecisionId);
            json.WriteString("tenant"u8, call.Tenant);
            json.WriteString("tool"u8, call.Tool);
            json.WriteString("reason"u8, call.Reason);
            json.WriteString("approval_type"u8, "executive_escalation"u8);
            json.WriteString("locale"u8, call.Locale);
            json.WriteString("text"u8, UserMessages.Text(SentenceKey, Languages.Parse(call.Locale, Language.En)));
            json.WriteNumber("approvals_needed"u8, call.ApprovalsNeeded);
            json.WriteStartArray("approver_roles"u8);
            foreach (var role in PrincipalRoleNames.NamesOf(call.ApproverRoles))
            {
                json.WriteStringValue(role);
            }

            json.WriteEndArray();
            json.WriteString("held_at"u8, call.HeldAt.UtcDateTime);
            json.WriteString("expires_at"u8, call.ExpiresAt.UtcDateTime);
            if (call.ShowsArguments)
            {
                json.WritePropertyName("arguments"u8);
                json.WriteRawValue(call.Arguments);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
