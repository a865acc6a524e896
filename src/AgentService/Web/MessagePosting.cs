using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Web;

/// <summary>PostMessage of the wire, as <see cref="Conversations"/> takes it.</summary>
internal sealed class MessagePosting(Conversations conversations)
{
    public async Task<PostMessageResponse> PostAsync(DeskCaller caller, PostMessageRequest request, CancellationToken cancellationToken)
    {
        Guid? conversation = request.ConversationId.Length == 0 ? null : InputLimits.Id(request.ConversationId, "conversation_id");
        var posted = await conversations.PostAsync(caller, new NewMessage(conversation, request.Text, request.RequestId, request.Locale, request.ContactId), cancellationToken).ConfigureAwait(false);
        return new PostMessageResponse { ConversationId = posted.ConversationId.ToString(), Message = DeskReads.ToWire(posted.Message), RunId = posted.RunId?.ToString() ?? "" };
    }
}
