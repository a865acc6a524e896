using System.CommandLine;

namespace AiDesk.CommandLine.Connection;

/// <summary>How a command reaches the policy service and who it says it is.</summary>
/// <param name="role">Of the token that is made with the development key.</param>
/// <param name="subject">Its subject.</param>
/// <param name="defaultTenant">For whom without --tenant and a token; null: one of them is needed.</param>
internal sealed class ConnectionOptions(string role = "service", string subject = "aidesk-check", string? defaultTenant = null)
{
    /// <summary>Where `aidesk up` listens unless told otherwise.</summary>
    public const string DefaultAddress = "http://127.0.0.1:7070";

    private readonly Option<string> _address = new("--address")
    {
        Description = "The policy service's gRPC address; also AIDESK_ADDRESS.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("AIDESK_ADDRESS") ?? DefaultAddress,
    };

    private readonly Option<string> _tenant = new("--tenant")
    {
        Description = "The tenant to ask for: a token of the development key is made for it. Needed unless a token is given.",
    };

    private readonly Option<string> _token = new("--token")
    {
        Description = "The bearer token to present; its claim names the tenant. Also AIDESK_TOKEN, when --tenant is absent.",
    };

    private readonly Option<string> _stateDirectory = StateDirectoryOption.Create();
    private readonly TlsOptions _tls = new();

    public void AddTo(Command command)
    {
        command.Add(_tenant);
        command.Add(_token);
        command.Add(_address);
        command.Add(_stateDirectory);
        _tls.AddTo(command);
    }

    public string Address(ParseResult parsed) => parsed.GetRequiredValue(_address);

    /// <summary>For a command that outlives a token.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="tokenFile">A file to take the token from in place of --token and --tenant; null for none.</param>
    public LastingToken LastingToken(ParseResult parsed, string? tokenFile)
    {
        var tenant = parsed.GetValue(_tenant);
        if (tokenFile is not null)
        {
            return tenant is null && parsed.GetValue(_token) is null
                ? Connection.LastingToken.OfFile(tokenFile)
                : throw CommandFailure.Usage("--token-file excludes --tenant and --token: the token in it names its tenant.");
        }

        return LastingToken(parsed, tenant, BearerToken(parsed, tenant));
    }

    private LastingToken LastingToken(ParseResult parsed, string? tenant, string first) => tenant is null
        ? Connection.LastingToken.Of(first)
        : Connection.LastingToken.Renewed(first, () => DevelopmentTokens.Sign(StateDirectory(parsed), tenant, role, subject, TimeSpan.FromHours(1)));

    public ServiceConnection Open(ParseResult parsed, LastingToken token) => ServiceConnection.Open(parsed.GetRequiredValue(_address), token.Current, _tls.Read(parsed));

    public string StateDirectory(ParseResult parsed) => parsed.GetRequiredValue(_stateDirectory);

    /// <summary>Those of --tenant a,b,c; empty when a token says it.</summary>
    public IReadOnlyList<string> Tenants(ParseResult parsed) => TenantOf(parsed)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public ServiceConnection Open(ParseResult parsed) => Open(parsed, TenantOf(parsed) ?? "");

    /// <summary>For one of several tenants; empty for the token's own.</summary>
    public ServiceConnection Open(ParseResult parsed, string tenant)
    {
        var named = tenant.Length > 0 ? tenant : null;
        return Open(parsed, LastingToken(parsed, named, BearerToken(parsed, named)));
    }

    private string? TenantOf(ParseResult parsed) =>
        parsed.GetValue(_tenant) ?? (parsed.GetValue(_token) is null && Environment.GetEnvironmentVariable("AIDESK_TOKEN") is null ? defaultTenant : null);

    private string BearerToken(ParseResult parsed, string? tenant)
    {
        var token = parsed.GetValue(_token);
        if (tenant is not null && token is not null)
        {
            throw CommandFailure.Usage("--tenant and --token exclude each other: a token names its tenant.");
        }

        if (tenant is not null)
        {
            return DevelopmentTokens.Sign(parsed.GetRequiredValue(_stateDirectory), tenant, role, subject, TimeSpan.FromHours(1));
        }

        return token ?? Environment.GetEnvironmentVariable("AIDESK_TOKEN") ?? throw CommandFailure.Usage("Say for whom: --tenant T, or --token, or AIDESK_TOKEN.");
    }
}
