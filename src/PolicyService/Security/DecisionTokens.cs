using System.Diagnostics.CodeAnalysis;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Security;

/// <summary>How a decision token was found.</summary>
internal enum DecisionTokenState : byte
{
    Valid,

    /// <summary>We did not sign it, or the key is gone.</summary>
    Forged,

    /// <summary>It is for another tenant, run, call, tool or arguments.</summary>
    Mismatch,

    /// <summary>Its time has passed.</summary>
    Expired,
}

/// <summary>The call that a token is presented for.</summary>
internal readonly record struct PresentedCall(string Tenant, string RunId, string CallId, string Tool);

/// <summary>The <c>decision_token</c> of the wire: a signed <see cref="DecisionGrant"/>.</summary>
internal sealed class DecisionTokens(KeyRing ring)
{
    /// <summary>Longest token, in bytes before base64url.</summary>
    public const int SizeLimit = 2048;

    private const int HashLength = 32;

    private readonly TokenSeal _seal = new(ring.For("decision"), SizeLimit);

    /// <summary>Null when the grant does not fit (ids together longer than about 1,900 bytes): the caller must answer that the arguments are invalid.</summary>
    public string? Create(DecisionGrant grant)
    {
        Span<byte> payload = stackalloc byte[_seal.PayloadLimit];
        var writer = new TokenWriter(payload);
        writer.Id(grant.DecisionId);
        writer.Id(grant.Nonce);
        writer.Int64(grant.ExpiresAt.ToUnixTimeMilliseconds());
        writer.Bytes(grant.ArgumentsHash.Span);
        writer.Text(grant.Tenant);
        writer.Text(grant.RunId);
        writer.Text(grant.CallId);
        writer.Text(grant.Tool);
        writer.Text(grant.Subject);
        writer.Text(grant.Fact);
        return writer.Overflow || grant.ArgumentsHash.Length != HashLength ? null : _seal.Sign(payload[..writer.Written]);
    }

    /// <summary>
    /// Whether the token is good for the call with these arguments (their SHA-256): asked before the effect. The grant is given for
    /// <see cref="DecisionTokenState.Valid"/> and, so that it can be recorded, for <see cref="DecisionTokenState.Expired"/>; a mismatch tells nothing of what
    /// the token was for.
    /// </summary>
    public DecisionTokenState Verify(
        ReadOnlySpan<char> token, PresentedCall call, ReadOnlySpan<byte> argumentsHash, DateTimeOffset now, out DecisionGrant? grant)
    {
        var state = VerifyCall(token, call, now, out grant);
        if (grant is null || grant.ArgumentsHash.Span.SequenceEqual(argumentsHash))
        {
            return state;
        }

        grant = null;
        return DecisionTokenState.Mismatch;
    }

    /// <summary>As <see cref="Verify"/>, whatever the arguments: asked after the effect, when they no longer matter.</summary>
    public DecisionTokenState VerifyCall(ReadOnlySpan<char> token, PresentedCall call, DateTimeOffset now, out DecisionGrant? grant)
    {
        grant = null;
        if (!TryRead(token, out var read))
        {
            return DecisionTokenState.Forged;
        }

        if (new PresentedCall(read.Tenant, read.RunId, read.CallId, read.Tool) != call)
        {
            return DecisionTokenState.Mismatch;
        }

        grant = read;
        return now < read.ExpiresAt ? DecisionTokenState.Valid : DecisionTokenState.Expired;
    }

    /// <summary>What a token stands for, redeemed or not, lapsed or not; null for what we did not sign and for another tenant's.</summary>
    public DecisionGrant? Read(ReadOnlySpan<char> token, string tenant) => TryRead(token, out var grant) && grant.Tenant == tenant ? grant : null;

    private bool TryRead(ReadOnlySpan<char> token, [NotNullWhen(true)] out DecisionGrant? grant)
    {
        grant = null;
        Span<byte> bytes = stackalloc byte[SizeLimit];
        if (!_seal.TryOpen(token, bytes, out var payload))
        {
            return false;
        }

        var reader = new TokenReader(payload);
        var decisionId = reader.Id();
        var nonce = reader.Id();
        var expiresAt = reader.Int64();
        var hash = reader.Bytes(HashLength).ToArray();
        var read = new DecisionGrant
        {
            DecisionId = decisionId,
            Nonce = nonce,
            ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(expiresAt),
            ArgumentsHash = hash,
            Tenant = reader.Text(),
            RunId = reader.Text(),
            CallId = reader.Text(),
            Tool = reader.Text(),
            Subject = reader.Text(),
            Fact = reader.Text(),
        };
        grant = read;
        return reader.IsComplete;
    }
}
