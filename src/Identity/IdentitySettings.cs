namespace AiDesk.Identity;

/// <summary>Who may sign tokens for a service.</summary>
/// <param name="Audience">The <c>aud</c> that a token must hold.</param>
/// <param name="Issuer">The exact <c>iss</c>; null for none but the development key.</param>
/// <param name="Jwks">File or URL of the issuer's keys; null with no issuer.</param>
/// <param name="DevelopmentState">Folder of the development key; null where it is not trusted, which is everywhere but in Development.</param>
internal sealed record IdentitySettings(string Audience, string? Issuer, string? Jwks, string? DevelopmentState);
