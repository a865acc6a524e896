using System.Net;
using AiDesk.Hosting;
using Npgsql;

namespace AiDesk.Agent.Configuration;

/// <summary>Reads the environment into options and reports every fault at once.</summary>
internal static class DeskConfiguration
{
    private const int ProxyLimit = 32;
    private const int HostLimit = 100;
    private const int OriginLimit = 32;

    public static AgentServiceOptions Read(Func<string, string?> variable, ICollection<string> errors)
    {
        var settings = new SettingReader(variable, errors);
        var defaults = new AgentServiceOptions();
        var options = defaults with
        {
            HttpAddress = settings.Listen(DeskVariable.HttpAddress, defaults.HttpAddress),
            GrpcAddress = settings.Listen(DeskVariable.GrpcAddress, defaults.GrpcAddress),
            PolicyAddress = settings.Text(DeskVariable.PolicyAddress, defaults.PolicyAddress),
            Postgres = Postgres(settings, errors),
            Issuer = settings.Text(DeskVariable.Issuer),
            Audience = settings.Text(DeskVariable.Audience, defaults.Audience),
            Jwks = settings.Text(DeskVariable.Jwks),
            OwnIssuer = settings.Text(DeskVariable.OwnIssuer, defaults.OwnIssuer),
            TrustedProxies = List(settings, DeskVariable.TrustedProxies, ProxyLimit, text => IPAddress.TryParse(text, out _), "no address", errors),
            SignInOrigins = List(settings, DeskVariable.SignInOrigins, OriginLimit, IsOrigin, "no origin, as https://crm.example", errors),
            KnowledgeFolder = settings.Text(DeskVariable.KnowledgeFolder),
            KnowledgeHosts = List(settings, DeskVariable.KnowledgeHosts, HostLimit, IsHost, "no host", errors),
            WebhookHosts = List(settings, DeskVariable.WebhookHosts, HostLimit, IsHost, "no host", errors),
            WebhookKeys = Keys(settings, errors),
            ModelAddress = settings.Address(DeskVariable.ModelAddress),
            ModelName = settings.Text(DeskVariable.ModelName, defaults.ModelName),
            ModelKey = settings.FirstLineOf(DeskVariable.ModelKeyFile),
            ModelTimeout = TimeSpan.FromSeconds(settings.Number(DeskVariable.ModelSeconds, 30, 1, 300)),
            Workers = settings.Number(DeskVariable.Workers, defaults.Workers, 1, 256),
        };
        if (options.ModelAddress is not null && settings.Text(DeskVariable.ModelName) is null)
        {
            errors.Add($"{DeskVariable.ModelName} is needed with {DeskVariable.ModelAddress}");
        }

        if (options.Issuer is null != options.Jwks is null)
        {
            errors.Add($"{DeskVariable.Issuer} and {DeskVariable.Jwks} are set together or not at all");
        }

        return options;
    }

    /// <summary>What is wrong with options, however they came about; each a sentence.</summary>
    public static IEnumerable<string> Problems(AgentServiceOptions options)
    {
        if (!options.Development && (options.Issuer is null || options.Jwks is null))
        {
            yield return $"{DeskVariable.Issuer} and {DeskVariable.Jwks} are needed outside Development";
        }

        if (options.Development && !(ListenAddress.IsLocal(options.HttpAddress) && ListenAddress.IsLocal(options.GrpcAddress)))
        {
            yield return "Development accepts tokens that this machine signs for itself: the desk then listens on loopback only";
        }

        if (options.TlsCertificate is null != options.TlsKey is null)
        {
            yield return "a certificate and its key are set together or not at all";
        }
    }

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text;

    private static bool IsHost(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown;

    private static string[] List(SettingReader settings, string name, int limit, Func<string, bool> isValid, string problem, ICollection<string> errors)
    {
        var values = settings.Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var value in values.Where(value => !isValid(value)))
        {
            errors.Add($"{name}: {value} is {problem}");
        }

        if (values.Length > limit)
        {
            errors.Add($"{name}: {values.Length} values; at most {limit}");
        }

        return values;
    }

    private static string? Keys(SettingReader settings, ICollection<string> errors)
    {
        var text = settings.TextOrFirstLine(DeskVariable.WebhookKeys, DeskVariable.WebhookKeysFile);
        try
        {
            _ = WebhookKeys.Parse(text);
            return text;
        }
        catch (FormatException fault)
        {
            errors.Add($"{DeskVariable.WebhookKeys}: {fault.Message}");
            return null;
        }
    }

    private static string? Postgres(SettingReader settings, ICollection<string> errors)
    {
        if (settings.Text(DeskVariable.Postgres) is not { } text)
        {
            return null;
        }

        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text);
            if (settings.FirstLineOf(DeskVariable.PostgresPasswordFile) is { } password)
            {
                parsed.Password = password;
            }

            if (parsed.Host is { Length: > 0 })
            {
                return parsed.ConnectionString;
            }

            errors.Add($"{DeskVariable.Postgres} names no Host");
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            // The message may quote the text, and that holds a password.
            errors.Add($"{DeskVariable.Postgres} is no connection string of Npgsql, as Host=…;Port=…;Database=…;Username=…");
        }

        return null;
    }
}
