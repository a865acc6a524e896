using AiDesk.Policy.Service;
using AiDesk.Policy.Service.Configuration;

namespace AiDesk.CommandLine.Records;

/// <summary>Where records and counters are, from the service's own variables; an option goes before its variable.</summary>
internal static class RecordSettings
{
    /// <summary>Throws <see cref="CommandFailure"/> with every fault at once.</summary>
    /// <param name="options">Variable and what an option says instead; null when it says nothing.</param>
    public static PolicyServiceOptions Read(params (string Variable, string? Value)[] options)
    {
        var errors = new List<string>();
        var read = PolicyServiceOptions.Read(
            name => Array.Find(options, option => option.Variable == name).Value ?? Environment.GetEnvironmentVariable(name), errors);

        // What has to do with neither is not this command's business.
        var ours = errors.Where(error => error.StartsWith("AIDESK_RE", StringComparison.Ordinal)).ToList();
        return ours.Count == 0 ? read : throw CommandFailure.Usage(string.Join('\n', ours));
    }

    public static string PostgresVariable => ConfigurationVariable.RecordsPostgres;

    public static string RedisVariable => ConfigurationVariable.Redis;

    public static string StateVariable => ConfigurationVariable.StateDirectory;
}
