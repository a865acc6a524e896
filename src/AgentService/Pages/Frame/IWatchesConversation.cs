namespace AiDesk.Agent.Pages.Frame;

/// <summary>A page that follows the events of one conversation; customers may follow no others.</summary>
public interface IWatchesConversation
{
    /// <summary>Null for none.</summary>
    string? WatchedConversation { get; }
}
