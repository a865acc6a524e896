using AiDesk.Identity;
using AiDesk.Policy.Service;

namespace AiDesk.Desk.Harness;

/// <summary>A real policy service in this process, on free ports, with the sample tenants and counters in memory.</summary>
public sealed class PolicyServer : IAsyncDisposable
{
    private readonly RunningPolicyService _service;
    private readonly string _folder;
    private bool _stopped;

    private PolicyServer(RunningPolicyService service, string folder)
    {
        _service = service;
        _folder = folder;
    }

    /// <summary>Where gRPC answers.</summary>
    public Uri Address => _service.GrpcAddress;

    /// <summary>Where the development key is.</summary>
    public string StateDirectory => Path.Combine(_folder, "state");

    /// <param name="changePolicies">Changes the copied policies before the service reads them; null leaves the samples.</param>
    public static async Task<PolicyServer> StartAsync(Action<string>? changePolicies = null)
    {
        var folder = Directory.CreateTempSubdirectory("aidesk-desk-").FullName;
        var policies = Path.Combine(folder, "policies");
        Copy(Path.Combine(AppContext.BaseDirectory, "policies"), policies);
        AlwaysOpen(policies);
        changePolicies?.Invoke(policies);
        var service = await PolicyServiceHost.StartAsync(
            new PolicyServiceOptions
            {
                GrpcAddress = "127.0.0.1:0",
                HttpAddress = "127.0.0.1:0",
                PolicyDirectory = policies,
                StateDirectory = Path.Combine(folder, "state"),
                Development = true,
            },
            CancellationToken.None);
        return new PolicyServer(service, folder);
    }

    /// <summary>A token of the development key.</summary>
    /// <param name="tenant">As "tienda-alba".</param>
    /// <param name="role">customer, agent, approver, admin or service.</param>
    /// <param name="subject">The person.</param>
    /// <param name="audience">aidesk-policy or aidesk-desk.</param>
    public string Token(string tenant, string role, string subject, string audience = "aidesk-policy")
    {
        using var key = DevelopmentKey.LoadOrCreate(TrustedIssuers.DevelopmentKeyPath(StateDirectory));
        return new TokenMinter(key, TimeProvider.System).Mint(new TokenRequest { Tenant = tenant, Roles = PrincipalRoleNames.Parse(role), Subject = subject, Audience = audience });
    }

    /// <summary>The service is gone; its folder stays until the end.</summary>
    public async ValueTask StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await _service.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Takes the hours out of the samples: what a test finds does not depend on when it runs. That hours hold is tested where there is a clock.</summary>
    private static void AlwaysOpen(string policies)
    {
        foreach (var file in Directory.EnumerateFiles(policies, "policy.yaml", SearchOption.AllDirectories))
        {
            var lines = File.ReadAllLines(file);
            var begin = Array.FindIndex(lines, line => line.StartsWith("active_hours:", StringComparison.Ordinal));
            if (begin >= 0)
            {
                File.WriteAllLines(file, [.. lines[..begin], .. lines[(begin + 1)..].SkipWhile(line => line.StartsWith(' ') || line.Length == 0)]);
            }
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
