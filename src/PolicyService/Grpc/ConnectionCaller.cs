using AiDesk.Policy.Service.Security;
using Microsoft.AspNetCore.Connections;

namespace AiDesk.Policy.Service.Grpc;

/// <summary>
/// The last token that was verified on a connection. A runtime presents the same one on every call, and comparing two texts costs a twentieth of hashing
/// one: the principals' cache is asked only when the token changes, and at least once a second, so that an expiry or a withdrawn key ends it.
/// </summary>
internal sealed class ConnectionCaller
{
    private const long TrustedForMs = 1_000;

    private Verified? _last;

    /// <summary>A feature of the connection, which every request on it sees.</summary>
    public static ConnectionDelegate Attach(ConnectionDelegate next) => connection =>
    {
        connection.Features.Set(new ConnectionCaller());
        return next(connection);
    };

    /// <summary>Null when the header is another, or a second has passed.</summary>
    public Principal? Find(string header)
    {
        var last = Volatile.Read(ref _last);
        return last is not null && Environment.TickCount64 - last.At < TrustedForMs && string.Equals(last.Header, header, StringComparison.Ordinal)
            ? last.Principal
            : null;
    }

    public void Remember(string header, Principal principal) => Volatile.Write(ref _last, new Verified(header, principal, Environment.TickCount64));

    private sealed record Verified(string Header, Principal Principal, long At);
}
