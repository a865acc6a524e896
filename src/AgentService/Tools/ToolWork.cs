using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Tools;

/// <summary>In what a tool works: the transaction that also writes the call's row, and for whom.</summary>
/// <param name="Unit">The transaction.</param>
/// <param name="Run">The run.</param>
/// <param name="CallId">The call.</param>
/// <param name="Conversation">The conversation.</param>
/// <param name="Contact">The contact whose conversation it is: nobody else's things are found.</param>
/// <param name="Now">The time of the effect.</param>
internal sealed record ToolWork(TenantWork Unit, ClaimedRun Run, string CallId, Guid Conversation, string Contact, DateTime Now)
{
    public Task<int> ExecuteAsync(string sql, object? arguments, CancellationToken cancellationToken) => Unit.ExecuteAsync(sql, arguments, cancellationToken);

    public Task<T?> FirstAsync<T>(string sql, object? arguments, CancellationToken cancellationToken) => Unit.FirstAsync<T>(sql, arguments, cancellationToken);

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? arguments, CancellationToken cancellationToken) => Unit.QueryAsync<T>(sql, arguments, cancellationToken);

    /// <summary>A model may name another contact than the one it talks to: that one is not found.</summary>
    public string OwnContact(string contact) => contact == Contact ? contact : throw ToolFailedException.NotFound("contact");

    /// <summary>Puts a change on record; false when this very call has made it before.</summary>
    public async Task<bool> ChangeAsync(string tool, string subject, string field, string oldValue, string newValue, CancellationToken cancellationToken) => await Unit.ExecuteAsync(
        """
        INSERT INTO desk.crm_changes (tenant_id, change_id, run_id, call_id, tool, conversation_id, subject, field, old_value, new_value, created_at)
        VALUES (@tenant, @id, @RunId, @CallId, @tool, @Conversation, @subject, @field, @oldValue, @newValue, @Now)
        ON CONFLICT (tenant_id, run_id, call_id) DO NOTHING
        """,
        new { id = Guid.CreateVersion7(Now), Run.RunId, CallId, tool, Conversation, subject, field, oldValue, newValue, Now },
        cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>The next number of a kind, as 1001. Two calls at once wait for each other.</summary>
    public Task<long> NextNumberAsync(string kind, CancellationToken cancellationToken) => Unit.FirstAsync<long>(
        """
        INSERT INTO desk.crm_numbers (tenant_id, kind, last) VALUES (@tenant, @kind, 1001)
        ON CONFLICT (tenant_id, kind) DO UPDATE SET last = crm_numbers.last + 1 RETURNING last
        """,
        new { kind },
        cancellationToken);
}
