using Dapper;

namespace AiDesk.Agent.Storage;

/// <summary>Statements of a unit of work. Each is given <c>@tenant</c>, which it must use.</summary>
internal static class TenantStatements
{
    /// <summary>Answers how many rows it changed.</summary>
    public static Task<int> ExecuteAsync(this TenantWork work, string sql, object? arguments, CancellationToken cancellationToken) =>
        work.Connection.ExecuteAsync(Command(work, sql, arguments, cancellationToken));

    public static async Task<IReadOnlyList<T>> QueryAsync<T>(this TenantWork work, string sql, object? arguments, CancellationToken cancellationToken) =>
        [.. await work.Connection.QueryAsync<T>(Command(work, sql, arguments, cancellationToken)).ConfigureAwait(false)];

    /// <summary>The first row; default when there is none.</summary>
    public static Task<T?> FirstAsync<T>(this TenantWork work, string sql, object? arguments, CancellationToken cancellationToken) =>
        work.Connection.QueryFirstOrDefaultAsync<T>(Command(work, sql, arguments, cancellationToken));

    private static CommandDefinition Command(TenantWork work, string sql, object? arguments, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters(arguments);
        parameters.Add("tenant", work.Tenant);
        return new CommandDefinition(sql, parameters, work.Transaction, cancellationToken: cancellationToken);
    }
}
