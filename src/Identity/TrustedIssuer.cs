namespace AiDesk.Identity;

/// <summary>Who may sign tokens for this service. A key signs only for its own issuer.</summary>
/// <param name="Name">The exact <c>iss</c>.</param>
/// <param name="Audience">The <c>aud</c> that a token must hold.</param>
/// <param name="Keys">The issuer's keys.</param>
internal sealed record TrustedIssuer(string Name, string Audience, IKeySource Keys);
