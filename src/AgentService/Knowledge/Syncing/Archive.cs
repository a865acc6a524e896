using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>What is no longer in its source: kept for a number of resyncs, so that it keeps its identity when it comes back, and for as long as a run cites it.</summary>
internal static class Archive
{
    /// <summary>Passages first, then the tombstones of documents that have none left.</summary>
    public static async Task ForgetAsync(TenantWork work, string source, CancellationToken cancellationToken)
    {
        await work.ExecuteAsync(
            """
            DELETE FROM desk.ai_kb_chunks c USING desk.ai_kb_documents d, desk.ai_kb_sources s
            WHERE c.tenant_id = @tenant AND d.tenant_id = @tenant AND s.tenant_id = @tenant
              AND s.source_id = @source AND d.source_id = s.source_id AND c.document_id = d.document_id
              AND c.archived_at IS NOT NULL AND c.archived_sync <= s.sync_number - s.keep_versions
              AND NOT EXISTS (SELECT FROM desk.run_citations r WHERE r.tenant_id = @tenant AND r.chunk_id = c.chunk_id)
            """,
            new { source }, cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            DELETE FROM desk.ai_kb_documents d USING desk.ai_kb_sources s
            WHERE d.tenant_id = @tenant AND s.tenant_id = @tenant AND s.source_id = @source AND d.source_id = s.source_id
              AND d.removed_at IS NOT NULL AND d.removed_sync <= s.sync_number - s.keep_versions
              AND NOT EXISTS (SELECT FROM desk.ai_kb_chunks c WHERE c.tenant_id = @tenant AND c.document_id = d.document_id)
            """,
            new { source }, cancellationToken).ConfigureAwait(false);
    }
}
