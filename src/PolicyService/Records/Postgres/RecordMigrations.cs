using AiDesk.Postgres;

namespace AiDesk.Policy.Service.Records.Postgres;

/// <summary>The schema of records and ledger.</summary>
internal static class RecordMigrations
{
    public static MigrationSet All { get; } = MigrationSet.Load("aidesk", typeof(RecordMigrations).Assembly, "postgres.");
}
