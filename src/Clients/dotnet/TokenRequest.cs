namespace AiDesk.Client;

/// <summary>Why a token is asked for.</summary>
/// <param name="Rejected">The service has refused this token, so that a cached one will not do; null when one is merely needed.</param>
public readonly record struct TokenRequest(string? Rejected);
