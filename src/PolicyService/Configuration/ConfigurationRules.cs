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
}
