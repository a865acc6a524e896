using System.Globalization;
using AiDesk.Hosting;
using Names = AiDesk.Policy.Service.Configuration.ConfigurationVariable;

namespace AiDesk.Policy.Service.Configuration;

/// <summary>Reads the environment into options and reports every fault at once.</summary>
internal static class ConfigurationReader
{
    private const string Prefix = "AIDESK_";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string OtlpDisabled = "OTEL_SDK_DISABLED";

    /// <summary>Most tenants that metrics may name: each is a series for every verdict.</summary>
    private const int MetricsTenantLimit = 100;

    public static PolicyServiceOptions Read(Func<string, string?> variable, ICollection<string> errors)
    {
        var defaults = new PolicyServiceOptions();
        string? Text(string name) => variable(name) is { Length: > 0 } value ? value : null;
        var settings = new SettingReader(variable, errors);
        var grpc = Text(Names.GrpcAddress) ?? defaults.GrpcAddress;
        var http = Text(Names.HttpAddress) ?? defaults.HttpAddress;
        var issuer = Text(Names.Issuer);
        var jwks = Text(Names.Jwks);
        var loopback = ListenAddress.IsLocal(grpc) && ListenAddress.IsLocal(http);
        var options = defaults with
        {
            Development = Environment(Text(Names.Environment), loopback && issuer is null && jwks is null, errors),
            GrpcAddress = grpc,
            HttpAddress = http,
            PolicyDirectory = Text(Names.PolicyDirectory) ?? defaults.PolicyDirectory,
            StateDirectory = Text(Names.StateDirectory) ?? defaults.StateDirectory,
            PolicySource = Text(Names.PolicySource) == "store" ? PolicySourceKind.Store : PolicySourceKind.Files,
            PolicyStore = Text(Names.PolicyStore),
            Issuer = issuer,
            Audience = Text(Names.Audience) ?? defaults.Audience,
            Jwks = jwks,
            Keys = settings.TextOrFirstLine(Names.Keys, Names.KeysFile),
            WebhookKeys = settings.TextOrFirstLine(Names.WebhookKey, Names.WebhookKeyFile),
            TlsCertificate = Text(Names.TlsCertificate),
            TlsKey = Text(Names.TlsKey),
            TlsClientAuthority = Text(Names.TlsClientAuthority),
            SingleReplica = Flag(Names.SingleReplica, Text(Names.SingleReplica), errors),
            Redis = RedisReader.Read(Text, errors),
            Lease = TimeSpan.FromSeconds(Number(Names.LeaseSeconds, Text(Names.LeaseSeconds), 120, 1, 3600, errors)),
            DecisionTokenLifetime = TimeSpan.FromSeconds(Number(Names.TokenSeconds, Text(Names.TokenSeconds), 120, 1, 3600, errors)),
            RecordFileMegabytes = Number(Names.RecordMegabytes, Text(Names.RecordMegabytes), 64, 1, 4096, errors),
            RecordFiles = Number(Names.RecordFiles, Text(Names.RecordFiles), 10, 1, 1000, errors),
            RecordsPostgres = PostgresReader.Read(Text, errors),
            JournalMegabytes = Number(Names.JournalMegabytes, Text(Names.JournalMegabytes), 256, 16, 65_536, errors),
            MaxInFlight = Number(Names.MaxInFlight, Text(Names.MaxInFlight), 1000, 1, 65_536, errors),
            MaxConnections = Number(Names.MaxConnections, Text(Names.MaxConnections), 1000, 1, 65_536, errors),
            Shutdown = TimeSpan.FromSeconds(Number(Names.ShutdownSeconds, Text(Names.ShutdownSeconds), 10, 1, 300, errors)),
            Drain = TimeSpan.FromSeconds(Number(Names.DrainSeconds, Text(Names.DrainSeconds), 0, 0, 300, errors)),
            LogsJson = LogsJson(Text(Names.LogFormat), errors),
            MetricsTenants = Tenants(Text(Names.MetricsTenants), errors),
            ExportsTelemetry = Text(OtlpEndpoint) is not null && variable(OtlpDisabled) != "true",
            JournalSyncInterval = TimeSpan.FromMilliseconds(Number(Names.JournalSyncMs, Text(Names.JournalSyncMs), 1000, 10, 60_000, errors)),
        };

        options = options with { RedisAcceptsOverrun = RedisReader.AcceptsOverrun(Text(Names.RedisRecover), options.Development, errors) };
        if (Text(Names.PolicySource) is { } source and not ("files" or "store"))
        {
            errors.Add($"{Names.PolicySource}: {source} is neither files nor store");
        }

        if (options is { PolicyStore: not null, PolicySource: PolicySourceKind.Files })
        {
            errors.Add($"{Names.PolicyStore} is set and {Names.PolicySource} is not store");
        }

        if (!options.Development && Text(Names.Audience) is null)
        {
            errors.Add($"{Names.Audience} is needed outside Development");
        }

        return options;
    }

    /// <summary>Names that begin like ours and are none of ours: a misspelt setting must not pass for the default.</summary>
    public static IEnumerable<string> Unknown(IEnumerable<string> names) =>
        names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && Names.All.All(known => known.Name != name));

    private static bool Environment(string? value, bool otherwise, ICollection<string> errors)
    {
        switch (value)
        {
            case null:
                return otherwise;
            case "Development":
                return true;
            case "Production":
                return false;
            default:
                errors.Add($"{Names.Environment}: {value} is neither Development nor Production");
                return false;
        }
    }

    private static bool LogsJson(string? value, ICollection<string> errors)
    {
        switch (value)
        {
            case null or "text":
                return false;
            case "json":
                return true;
            default:
                errors.Add($"{Names.LogFormat}: {value} is neither text nor json");
                return false;
        }
    }

    private static string[] Tenants(string? value, ICollection<string> errors)
    {
        var tenants = value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var tenant in tenants.Where(tenant => !Identity.TenantId.IsValid(tenant)))
        {
            errors.Add($"{Names.MetricsTenants}: {tenant} is no tenant's id");
        }

        if (tenants.Length > MetricsTenantLimit)
        {
            errors.Add($"{Names.MetricsTenants}: {tenants.Length} tenants; at most {MetricsTenantLimit}");
        }

        return tenants;
    }

    private static bool Flag(string name, string? value, ICollection<string> errors)
    {
        switch (value)
        {
            case null or "false":
                return false;
            case "true":
                return true;
            default:
                errors.Add($"{name}: {value} is neither true nor false");
                return false;
        }
    }

    internal static int Number(string name, string? value, int otherwise, int least, int greatest, ICollection<string> errors)
    {
        if (value is null)
        {
            return otherwise;
        }

        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= greatest)
        {
            return number;
        }

        errors.Add($"{name}: {value} is not a whole number from {least} to {greatest}");
        return otherwise;
    }
}
