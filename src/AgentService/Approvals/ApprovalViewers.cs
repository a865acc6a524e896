using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;

namespace AiDesk.Agent.Approvals;

/// <summary>Who is looking at something that waits. It is a courtesy and no lock: the first decision holds, whoever looks.</summary>
internal sealed class ApprovalViewers(DeskDatabase database, TimeProvider clock)
{
    /// <summary>A page says every twenty seconds that it is still open; two may be lost.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(45);

    /// <summary>Others shown at most.</summary>
    private const int Shown = 20;

    /// <summary>Old rows taken away by one who looks.</summary>
    private const int Swept = 100;

    /// <summary>Says that the caller looks at it, and answers who else does. What the caller is called is kept for records of who decided.</summary>
    public async Task<IReadOnlyList<Viewer>> LookAsync(DeskCaller caller, Guid item, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            INSERT INTO desk.viewers (tenant_id, item_id, person_id, name, seen_at)
            SELECT @tenant, @item, @PersonId, @Name, @now
            WHERE EXISTS (SELECT FROM desk.approvals WHERE tenant_id = @tenant AND approval_id = @item) OR EXISTS (SELECT FROM desk.outbox_messages WHERE tenant_id = @tenant AND run_id = @item)
            ON CONFLICT (tenant_id, item_id, person_id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at
            """,
            new { item, caller.PersonId, caller.Name, now },
            cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            INSERT INTO desk.people AS p (tenant_id, person_id, name) VALUES (@tenant, @PersonId, @Name)
            ON CONFLICT (tenant_id, person_id) DO UPDATE SET name = excluded.name WHERE p.name <> excluded.name AND excluded.name <> excluded.person_id
            """,
            new { caller.PersonId, caller.Name },
            cancellationToken).ConfigureAwait(false);

        // Rows that another is just renewing are not waited for.
        await work.ExecuteAsync(
            """
            DELETE FROM desk.viewers v USING (
              SELECT item_id, person_id FROM desk.viewers WHERE tenant_id = @tenant AND seen_at < @old ORDER BY seen_at LIMIT @Swept FOR UPDATE SKIP LOCKED) gone
            WHERE v.tenant_id = @tenant AND v.item_id = gone.item_id AND v.person_id = gone.person_id
            """,
            new { old = now - Fresh, Swept },
            cancellationToken).ConfigureAwait(false);
        var others = await work.QueryAsync<Viewer>(
            """
            SELECT person_id AS PersonId, name AS Name FROM desk.viewers
            WHERE tenant_id = @tenant AND item_id = @item AND person_id <> @PersonId AND seen_at >= @old ORDER BY person_id LIMIT @Shown
            """,
            new { item, caller.PersonId, old = now - Fresh, Shown },
            cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        return others;
    }
}

/// <summary>Somebody who looks.</summary>
public sealed record Viewer
{
    public string PersonId { get; init; } = "";

    public string Name { get; init; } = "";
}
