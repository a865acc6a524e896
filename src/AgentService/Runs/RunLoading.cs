using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Runs;

/// <summary>Reads what the graph begins with.</summary>
internal static class RunLoading
{
    /// <summary>Messages that the graph is shown, the last ones.</summary>
    public const int MessageLimit = 50;

    public static async Task<RunInput> LoadAsync(TenantWork work, Guid run, CancellationToken cancellationToken)
    {
        var head = (await work.FirstAsync<Head>(
            """
            SELECT r.conversation_id AS ConversationId, r.message_id AS MessageId, c.version AS Version, c.session_id AS SessionId, c.person_id AS PersonId,
                   c.contact_id AS ContactId, k.name AS ContactName, c.channel AS Channel, r.locale AS Locale, r.mode AS Mode, r.level AS Level,
                   coalesce(s.business, '') AS Business, r.prompt_version AS PromptVersion, r.client_address AS ClientAddress, c.taken_over_by IS NOT NULL AS IsTakenOver
            FROM desk.runs r
            JOIN desk.conversations c ON c.tenant_id = @tenant AND c.conversation_id = r.conversation_id
            JOIN desk.contacts k ON k.tenant_id = @tenant AND k.contact_id = c.contact_id
            LEFT JOIN desk.settings s ON s.tenant_id = @tenant
            WHERE r.tenant_id = @tenant AND r.run_id = @run
            """,
            new { run },
            cancellationToken).ConfigureAwait(false))!;

        // No later message than the version says: one that comes meanwhile supersedes the run, which its next write finds out.
        var messages = await work.QueryAsync<ThreadMessage>(
            """
            SELECT message_id AS "MessageId", author AS "Author", text AS "Text" FROM desk.messages
            WHERE tenant_id = @tenant AND conversation_id = @ConversationId AND sequence <= @Version AND sequence > @Version - @MessageLimit ORDER BY sequence
            """,
            new { head.ConversationId, head.Version, MessageLimit },
            cancellationToken).ConfigureAwait(false);
        var steps = await work.QueryAsync<RunStep>(
            """SELECT kind AS "Kind", body::text AS "Body" FROM desk.run_steps WHERE tenant_id = @tenant AND run_id = @run ORDER BY ordinal""", new { run }, cancellationToken).ConfigureAwait(false);
        return new RunInput
        {
            ConversationId = head.ConversationId,
            MessageId = head.MessageId,
            ConversationVersion = head.Version,
            SessionId = head.SessionId,
            PersonId = head.PersonId,
            ContactId = head.ContactId,
            ContactName = head.ContactName,
            Channel = head.Channel,
            Locale = head.Locale,
            IsAutopilot = head.Mode == "autopilot",
            Level = head.Level,
            Business = head.Business,
            PromptVersion = head.PromptVersion,
            ClientAddress = head.ClientAddress,
            IsTakenOver = head.IsTakenOver,
            Messages = messages,
            Steps = steps,
        };
    }

    private sealed record Head
    {
        public Guid ConversationId { get; init; }

        public Guid MessageId { get; init; }

        public long Version { get; init; }

        public string SessionId { get; init; } = "";

        public string PersonId { get; init; } = "";

        public string ContactId { get; init; } = "";

        public string ContactName { get; init; } = "";

        public string Channel { get; init; } = "";

        public string Locale { get; init; } = "";

        public string Mode { get; init; } = "";

        public int Level { get; init; }

        public string Business { get; init; } = "";

        public string PromptVersion { get; init; } = "";

        public string ClientAddress { get; init; } = "";

        public bool IsTakenOver { get; init; }
    }
}
