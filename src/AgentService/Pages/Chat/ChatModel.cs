using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Chat;

/// <summary>A customer's chat: one conversation or the beginning of a new one, and the way to the others.</summary>
/// <param name="Conversation">Null for a new one.</param>
/// <param name="Messages">In their order.</param>
/// <param name="Next">Key of the sentence that says what happens now; empty where nothing does.</param>
/// <param name="Strikes">Messages of this person that counted against them in the last day.</param>
/// <param name="Others">The person's conversations, the latest first.</param>
/// <param name="Form">What stands in the form.</param>
public sealed record ChatModel(Conversation? Conversation, IReadOnlyList<Message> Messages, string Next, int Strikes, IReadOnlyList<ChatLine> Others, ChatForm Form) : IWatchesConversation
{
    public string? WatchedConversation => Conversation?.ConversationId;

    /// <summary>Where the form's result is shown.</summary>
    public string Path => Conversation is null ? "/chat/new" : "/chat/" + Conversation.ConversationId;
}

/// <summary>One of the person's conversations.</summary>
public sealed record ChatLine
{
    public Guid Id { get; init; }

    /// <summary>open, waiting or solved.</summary>
    public string Status { get; init; } = "";

    /// <summary>How it began; at most 80 characters.</summary>
    public string Beginning { get; init; } = "";

    public DateTime UpdatedAt { get; init; }
}

/// <param name="RequestId">The form's own id: sent twice it is one message.</param>
/// <param name="Text">What was written and not taken; empty on a fresh form.</param>
/// <param name="Problem">Why it was not taken; empty on a fresh form.</param>
public sealed record ChatForm(string RequestId, string Text = "", string Problem = "");

/// <param name="Back">Where a colleague came from.</param>
public sealed record ChatForStaffModel(string Back);
