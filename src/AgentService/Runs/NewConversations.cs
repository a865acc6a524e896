using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;

namespace AiDesk.Agent.Runs;

/// <summary>Begins conversations, and contacts of customers who come for the first time.</summary>
internal static class NewConversations
{
    /// <summary>Who has taken over when the agent handed it over and no colleague has answered yet.</summary>
    public const string Desk = "desk";

    /// <summary>Throws <see cref="DeskException"/>: FIELD_REQUIRED and NOT_FOUND for a colleague's contact.</summary>
    public static async Task<Guid> AddAsync(TenantWork work, DeskCaller caller, NewMessage message, DateTime now, CancellationToken cancellationToken)
    {
        var (contact, person) = caller.IsStaff
            ? await FindContactAsync(work, message.ContactId, cancellationToken).ConfigureAwait(false)
            : (await OwnContactAsync(work, caller, now, cancellationToken).ConfigureAwait(false), caller.PersonId);
        var id = Guid.CreateVersion7(now);
        await work.ExecuteAsync(
            """
            INSERT INTO desk.conversations (tenant_id, conversation_id, contact_id, person_id, session_id, locale, created_at, updated_at)
            SELECT @tenant, @id, @contact, @person, @SessionId,
                   coalesce(nullif(@Locale, ''), (SELECT locale FROM desk.settings WHERE tenant_id = @tenant), 'en'), @now, @now
            """,
            new { id, contact, person, caller.SessionId, message.Locale, now },
            cancellationToken).ConfigureAwait(false);
        return id;
    }

    private static async Task<(string Contact, string Person)> FindContactAsync(TenantWork work, string contact, CancellationToken cancellationToken)
    {
        if (contact.Length == 0)
        {
            throw DeskException.Required("contact_id");
        }

        var found = await work.QueryAsync<(string Contact, string Person)>("SELECT contact_id, coalesce(person_id, '') FROM desk.contacts WHERE tenant_id = @tenant AND contact_id = @contact", new { contact }, cancellationToken).ConfigureAwait(false);
        return found.Count == 1 ? found[0] : throw DeskException.NotFound();
    }

    private static async Task<string> OwnContactAsync(TenantWork work, DeskCaller caller, DateTime now, CancellationToken cancellationToken)
    {
        await work.ExecuteAsync(
            """
            INSERT INTO desk.contacts (tenant_id, contact_id, person_id, name, created_at) VALUES (@tenant, @id, @PersonId, @Name, @now)
            ON CONFLICT (tenant_id, person_id) WHERE person_id IS NOT NULL DO NOTHING
            """,
            new { id = "c-" + Guid.CreateVersion7(now).ToString("N"), caller.PersonId, caller.Name, now },
            cancellationToken).ConfigureAwait(false);
        return (await work.FirstAsync<string>("SELECT contact_id FROM desk.contacts WHERE tenant_id = @tenant AND person_id = @PersonId", new { caller.PersonId }, cancellationToken).ConfigureAwait(false))!;
    }
}
