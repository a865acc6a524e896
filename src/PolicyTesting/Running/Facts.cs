using AiDesk.Policy.Service.Handlers;

namespace AiDesk.Policy.Testing.Running;

/// <summary>What was done for a subject, kept where conditions read it.</summary>
internal static class Facts
{
    public static async Task RecordAsync(PolicyWorld world, string subject, IReadOnlyList<string> facts, CancellationToken cancellationToken)
    {
        if (FactBatch.Of(world.Snapshot.Tenant, subject, facts) is { } batch)
        {
            await world.Counters.ApplyAsync(batch, cancellationToken);
        }
    }
}
