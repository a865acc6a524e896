using AiDesk.Policy.Service.Records.Postgres;
using Npgsql;
using Names = AiDesk.Policy.Service.Configuration.ConfigurationVariable;

namespace AiDesk.Policy.Service.Configuration;

/// <summary>Reads the variables about the PostgreSQL of records.</summary>
internal static class PostgresReader
{
    /// <summary>The connection string with its password; null when none is given, or it is given wrongly. An error never quotes it.</summary>
    public static string? Read(Func<string, string?> text, ICollection<string> errors)
    {
        var file = text(Names.RecordsPostgresPasswordFile);
        if (text(Names.RecordsPostgres) is not { } given)
        {
            if (file is not null)
            {
                errors.Add($"{Names.RecordsPostgresPasswordFile} is set and {Names.RecordsPostgres} is not");
            }

            return null;
        }

        if (PostgresDatabase.ProblemOf(given) is { } problem)
        {
            errors.Add($"{Names.RecordsPostgres}: {problem}");
            return null;
        }

        return file is null ? given : WithPassword(given, file, errors);
    }

    private static string? WithPassword(string given, string file, ICollection<string> errors)
    {
        var settings = new NpgsqlConnectionStringBuilder(given);
        if (settings.Password is { Length: > 0 })
        {
            errors.Add($"{Names.RecordsPostgresPasswordFile} is set and {Names.RecordsPostgres} has a password too");
        }

        try
        {
            settings.Password = File.ReadLines(file).FirstOrDefault() is { Length: > 0 } line ? line : throw new IOException("the file is empty");
            return settings.ConnectionString;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{Names.RecordsPostgresPasswordFile}: {fault.Message}");
            return null;
        }
    }
}
