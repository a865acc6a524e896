namespace AiDesk.Postgres;

/// <summary>The database is not one that this service may write to, and waiting does not change that.</summary>
internal sealed class MigrationException(string message) : Exception(message);
