using AiDesk.Postgres;

namespace AiDesk.Agent.Storage;

/// <summary>The schema of the desk.</summary>
internal static class DeskMigrations
{
    public static MigrationSet All { get; } = MigrationSet.Load("desk", typeof(DeskMigrations).Assembly, "desk.");
}
