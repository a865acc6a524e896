using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Agent.Web;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Chat;

/// <summary>A customer's chat. What the customer writes is judged by the server's policy whatever the browser's guard said of it.</summary>
internal static class ChatPages
{
    public static PageRoute[] Routes { get; } =
    [
        PageRoute.Get("/chat", PageRoute.Everybody, LatestAsync),
        PageRoute.Get("/chat/new", PageRoute.Everybody, request => ShowAsync(request, "", Fresh())),
        PageRoute.Get("/chat/{conversation}", PageRoute.Everybody, request => ShowAsync(request, request.Route("conversation"), Fresh())),
        PageRoute.Post("/chat", PageRoute.Everybody, PostAsync),
    ];

    /// <summary>The conversation that goes on, or the beginning of a new one.</summary>
    private static async Task<PageAnswer> LatestAsync(PageRequest request)
    {
        if (request.Caller.IsStaff)
        {
            return ForStaff(request, StatusCodes.Status200OK);
        }

        var (lines, _) = await request.Get<ChatReads>().ListAsync(request.Caller, request.Aborted).ConfigureAwait(false);
        return PageAnswer.Redirect(lines is [{ Status: not "solved" } latest, ..] ? $"/chat/{latest.Id}" : "/chat/new");
    }

    private static async Task<PageAnswer> PostAsync(PageRequest request)
    {
        if (request.Caller.IsStaff)
        {
            return ForStaff(request, StatusCodes.Status403Forbidden);
        }

        var message = new PostMessageRequest { ConversationId = request.Form("conversation_id"), Text = request.Form("text").Trim(), RequestId = request.Form("request_id"), Locale = request.Frame.Language };
        if (message.RequestId.Length == 0)
        {
            message.RequestId = Fresh().RequestId;
        }

        try
        {
            var posted = await request.Get<MessagePosting>().PostAsync(request.Caller, message, request.Aborted).ConfigureAwait(false);
            return PageAnswer.Redirect($"/chat/{posted.ConversationId}#last");
        }
        catch (DeskException fault) when (fault.Reason is ErrorReason.FieldRequired or ErrorReason.FieldInvalid && fault.Metadata.GetValueOrDefault("field") == "text")
        {
            var key = message.Text.Length > InputLimits.MessageText ? "chat.tooLong" : fault.Reason == ErrorReason.FieldRequired ? "chat.empty" : "chat.unreadable";
            return await RefuseAsync(request, message, key, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
        }
        catch (DeskException fault) when (fault.Reason == ErrorReason.RequestIdReused)
        {
            return await RefuseAsync(request, message, "chat.sentBefore", StatusCodes.Status409Conflict).ConfigureAwait(false);
        }
    }

    /// <summary>The page with what was written still in it, and a form that can be sent.</summary>
    private static Task<PageAnswer> RefuseAsync(PageRequest request, PostMessageRequest message, string problem, int status) => ShowAsync(
        request, message.ConversationId, Fresh() with { Text = message.Text, Problem = request.Frame[problem, request.Frame.Number(InputLimits.MessageText)] }, status);

    private static async Task<PageAnswer> ShowAsync(PageRequest request, string conversation, ChatForm form, int status = StatusCodes.Status200OK)
    {
        if (request.Caller.IsStaff)
        {
            return ForStaff(request, StatusCodes.Status200OK);
        }

        var chats = request.Get<ChatReads>();
        GetConversationResponse? found = null;
        var next = "";
        if (conversation.Length > 0)
        {
            // What is no id is nobody's conversation.
            var id = Guid.TryParseExact(conversation, "D", out var parsed) ? parsed : throw DeskException.NotFound();
            found = await request.Get<DeskReads>().GetConversationAsync(request.Caller, new GetConversationRequest { ConversationId = conversation }, request.Aborted).ConfigureAwait(false);
            next = await chats.NextAsync(request.Caller, id, request.Aborted).ConfigureAwait(false);
        }

        var (lines, strikes) = await chats.ListAsync(request.Caller, request.Aborted).ConfigureAwait(false);
        var key = "chat.next." + next;
        return PageAnswer.View<ChatPage, ChatModel>(
            request.Frame["chat.title"], new ChatModel(found?.Conversation, found?.Messages ?? [], request.Frame.Has(key) ? key : "", strikes, lines, form), status);
    }

    private static PageAnswer ForStaff(PageRequest request, int status) => PageAnswer.View<ChatForStaffPage, ChatForStaffModel>(request.Frame["chat.title"], new ChatForStaffModel("/approvals"), status);

    private static ChatForm Fresh() => new(Guid.CreateVersion7().ToString());
}
