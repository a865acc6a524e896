namespace AiDesk.Agent.Runs;

/// <summary>A message as it is stored.</summary>
internal sealed record MessageRow
{
    public Guid MessageId { get; init; }

    public Guid ConversationId { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public long Sequence { get; init; }

    /// <summary>customer, agent, bot or system.</summary>
    public string Author { get; init; } = "";

    /// <summary>Empty for bot and system.</summary>
    public string PersonId { get; init; } = "";

    public string AuthorName { get; init; } = "";

    public string Text { get; init; } = "";

    /// <summary>Of bot and system.</summary>
    public Guid? RunId { get; init; }

    public DateTime CreatedAt { get; init; }

    public const string Columns =
        "message_id AS MessageId, conversation_id AS ConversationId, sequence AS Sequence, author AS Author, person_id AS PersonId, author_name AS AuthorName, text AS Text, run_id AS RunId, created_at AS CreatedAt";
}
