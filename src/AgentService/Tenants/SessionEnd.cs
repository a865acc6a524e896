using AiDesk.Identity;

namespace AiDesk.Agent.Tenants;

/// <summary>Ends what lives as long as a token: a stream that somebody opened is not theirs for ever.</summary>
internal sealed class SessionEnd : IDisposable
{
    private readonly CancellationTokenSource _expiry;
    private readonly CancellationTokenSource _either;

    /// <param name="principal">Whose token.</param>
    /// <param name="clock">Says when it expires.</param>
    /// <param name="call">Ends with the call too.</param>
    public SessionEnd(Principal principal, TimeProvider clock, CancellationToken call)
    {
        var left = principal.ExpiresAt - clock.GetUtcNow();
        _expiry = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_expiry.Token, call);
    }

    public CancellationToken Token => _either.Token;

    public bool HasExpired => _expiry.IsCancellationRequested;

    public void Dispose()
    {
        _either.Dispose();
        _expiry.Dispose();
    }
}
