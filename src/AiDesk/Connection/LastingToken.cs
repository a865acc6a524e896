using System.Buffers.Text;
using System.Text.Json;

namespace AiDesk.CommandLine.Connection;

/// <summary>The bearer token of a command that runs for days: always the one to present now.</summary>
internal sealed class LastingToken
{
    /// <summary>Most bytes of a token's file.</summary>
    private const int FileLimit = 64 * 1024;

    /// <summary>A token of the development key is good for an hour; it is made anew well before that.</summary>
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(30);

    private readonly Func<string> _current;

    private LastingToken(Func<string> current)
    {
        _current = current;
        Tenant = TenantOf(current());
    }

    /// <summary>The tenant that the token claims, for the names of folders only: who verifies it is the service.</summary>
    public string Tenant { get; }

    public static LastingToken Of(string token) => new(() => token);

    /// <summary>The file is read for each call, so that whoever renews the token replaces it. Throws for one that cannot be read.</summary>
    public static LastingToken OfFile(string path) => new(() =>
    {
        var file = new FileInfo(path);
        return file.Length <= FileLimit ? File.ReadAllText(path).Trim() : throw new IOException($"{path} is larger than {FileLimit} bytes: it holds no token.");
    });

    public static LastingToken Renewed(string first, Func<string> make)
    {
        var gate = new Lock();
        var (token, made) = (first, TimeProvider.System.GetTimestamp());
        return new LastingToken(() =>
        {
            lock (gate)
            {
                if (TimeProvider.System.GetElapsedTime(made) > RenewAfter)
                {
                    (token, made) = (make(), TimeProvider.System.GetTimestamp());
                }

                return token;
            }
        });
    }

    /// <summary>The token to present. Throws <see cref="IOException"/> when its file cannot be read.</summary>
    public string Current() => _current();

    private static string TenantOf(string token)
    {
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.') is [_, var payload, _] ? payload : ""));
            if (claims.RootElement.GetProperty("tenant_id").GetString() is { Length: > 0 and <= 63 } tenant
                && tenant.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            {
                return tenant;
            }
        }
        catch (Exception problem) when (problem is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Said below.
        }

        throw CommandFailure.Usage("The token is not one that names a tenant (claim tenant_id).");
    }
}
