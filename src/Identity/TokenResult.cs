using System.Diagnostics.CodeAnalysis;

namespace AiDesk.Identity;

/// <summary>A verified principal, or why there is none.</summary>
/// <param name="Principal">Null when the token was refused.</param>
/// <param name="Problem">Why; <see cref="TokenProblem.None"/> when it was accepted.</param>
/// <param name="Detail">For the caller's operator, in English; it quotes nothing of the token but its key id and claim names.</param>
internal readonly record struct TokenResult(Principal? Principal, TokenProblem Problem, string Detail)
{
    [MemberNotNullWhen(true, nameof(Principal))]
    public bool IsAccepted => Principal is not null;

    /// <summary>The token was good and is no more, or is not yet: the wire's TOKEN_EXPIRED instead of TOKEN_INVALID.</summary>
    public bool IsOutOfTime => Problem is TokenProblem.Expired or TokenProblem.NotYetValid;

    public static TokenResult Accepted(Principal principal) => new(principal, TokenProblem.None, "");

    public static TokenResult Refused(TokenProblem problem, string detail) => new(null, problem, detail);
}
