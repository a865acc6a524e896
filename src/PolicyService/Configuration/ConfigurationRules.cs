using AiDesk.Hosting;
using AiDesk.Identity;
using Names = AiDesk.Policy.Service.Configuration.ConfigurationVariable;

namespace AiDesk.Policy.Service.Configuration;

/// <summary>What must hold of the settings together, wherever they came from.</summary>
internal static class ConfigurationRules
{
    public static IEnumerable<string> Problems(PolicyServiceOptions options)
    {
        foreach (var (name, text) in new[] { (Names.GrpcAddress, options.GrpcAddress), (Names.HttpAddress, options.HttpAddress) })
        {
            if (ListenAddress.Parse(text) is null)
            {
                yield return $"{name}: {text} is neither host:port nor unix:/path";
            }
            else if (options.Development && !ListenAddress.IsLocal(text))
            {
                yield return $"{name}: Development accepts tokens of the development key, so it listens on loopback only, not on {text}";
            }
        }

        foreach (var problem in TlsProblems(options).Concat(KeyProblems(options)))
        {
            yield return problem;
        }

        if (options.Development)
        {
            yield break;
        }

        if (options.Issuer is null)
        {
            yield return $"{Names.Issuer} is needed outside Development";
        }

        if (options.Jwks is null)
        {
            yield return $"{Names.Jwks} is needed outside Development";
        }

        if (options.Keys is null)
        {
            yield return $"{Names.Keys} is needed outside Development";
        }

        if (!options.SingleReplica && options.Redis is null)
        {
            yield return $"{Names.SingleReplica}: counters are in this process's memory; share them by {Names.Redis}, or set this to true (or give --single-replica) when no other replica serves the same tenants";
        }
    }
    private static IEnumerable<string> KeyProblems(PolicyServiceOptions options)
    {
        foreach (var (name, keys) in new[] { (Names.Keys, options.Keys), (Names.WebhookKey, options.WebhookKeys) })
        {
            if (keys is not null && FaultOf(keys) is { } fault)
            {
                yield return $"{name}: {fault}";
            }
        }
    }

    private static string? FaultOf(string keys)
    {
        try
        {
            KeyRing.Parse(keys);
            return null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }

    private static IEnumerable<string> TlsProblems(PolicyServiceOptions options)
    {
        foreach (var (name, file) in new[]
        {
            (Names.TlsCertificate, options.TlsCertificate), (Names.TlsKey, options.TlsKey), (Names.TlsClientAuthority, options.TlsClientAuthority),
        })
        {
            if (file is not null && !File.Exists(file))
            {
                yield return $"{name}: there is no file {file}";
            }
        }

        if (options.TlsCertificate is null != options.TlsKey is null)
        {
            yield return $"{Names.TlsCertificate} and {Names.TlsKey} are needed together";
        }
        else if (options.TlsClientAuthority is not null && options.TlsCertificate is null)
        {
            yield return $"{Names.TlsClientAuthority}: clients are asked for certificates under TLS only, which needs {Names.TlsCertificate}";
        }
    }
}
