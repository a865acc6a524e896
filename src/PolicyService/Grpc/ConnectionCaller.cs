using AiDesk.Identity;
using Microsoft.AspNetCore.Connections;

namespace AiDesk.Policy.Service.Grpc;

/// <summary>
/// The last token that was verified on a connection. A runtime presents the same one on every call, and comparing two texts costs a twentieth of hashing
/// one: the principals' cache is asked only when the token changes, when it has expired, and at least once a second, so that a withdrawn key ends it.
/// </summary>
internal sealed class ConnectionCaller
{
    private static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(1);

    private Verified? _last;

    /// <summary>A feature of the connection, which every request on it sees.</summary>
    public static ConnectionDelegate Attach(ConnectionDelegate next) => connection =>
    {
        connection.Features.Set(new ConnectionCaller());
        return next(connection);
    };

    /// <summary>Null when the header is another, a second has passed, or the token has expired.</summary>
    public Principal? Find(string header, TimeProvider clock)
    {
        var last = Volatile.Read(ref _last);
        return last is not null && clock.GetTimestamp() < last.Until && string.Equals(last.Header, header, StringComparison.Ordinal)
            ? last.Principal
            : null;
    }

    public void Remember(string header, Principal principal, TimeProvider clock)
    {
        var left = principal.ExpiresAt + TokenTimes.ClockSkew - clock.GetUtcNow();
        var trusted = left < TrustedFor ? left : TrustedFor;
        var until = clock.GetTimestamp() + (long)(trusted.TotalSeconds * clock.TimestampFrequency);
        Volatile.Write(ref _last, new Verified(header, principal, until));
    }

    private sealed record Verified(string Header, Principal Principal, long Until);
}
