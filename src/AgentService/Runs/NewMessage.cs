namespace AiDesk.Agent.Runs;

/// <param name="ConversationId">Null begins a new one.</param>
/// <param name="Text">1 to 16,384 characters (UTF-16 units).</param>
/// <param name="RequestId">The sender's own id of it, 1 to 128 characters.</param>
/// <param name="Locale">Of a new conversation; empty takes the desk's.</param>
/// <param name="ContactId">Of a new conversation that a colleague begins; ignored from customers.</param>
internal sealed record NewMessage(Guid? ConversationId, string Text, string RequestId, string Locale, string ContactId);

/// <param name="ConversationId">The conversation.</param>
/// <param name="Message">The message as it stands.</param>
/// <param name="RunId">The run that answers it; null for a colleague's and where a person has taken over.</param>
internal sealed record PostedMessage(Guid ConversationId, MessageRow Message, Guid? RunId);
