using AiDesk.Identity;

namespace AiDesk.Agent.Policy;

/// <summary>
/// The key with which the desk signs what it asks of the policy service. In Development it is the development key, which the policy service of the same
/// state folder trusts; else a key of the desk's own, made on first start, whose public half stands at <c>/.well-known/jwks.json</c>.
/// </summary>
/// <param name="Key">Signs.</param>
/// <param name="Issuer">The <c>iss</c> that goes with it.</param>
internal sealed record DeskKey(DevelopmentKey Key, string Issuer) : IDisposable
{
    public static DeskKey Load(AgentServiceOptions options) => options.Development
        ? new DeskKey(DevelopmentKey.LoadOrCreate(TrustedIssuers.DevelopmentKeyPath(options.StateDirectory)), DevelopmentKey.Issuer)
        : new DeskKey(DevelopmentKey.LoadOrCreate(Path.Combine(options.StateDirectory, "desk-key.pem")), options.OwnIssuer);

    public void Dispose() => Key.Dispose();
}
