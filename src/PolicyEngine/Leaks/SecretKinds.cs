namespace AiDesk.Policy.Leaks;

/// <summary>
/// The table of secrets with a form of their own, one row each, by sector in the other parts of this class. Source of every row: the published form of the
/// issuer, in its documentation or in the pattern that it gives to secret scanning.
/// </summary>
internal static partial class SecretKinds
{
    /// <summary>Every row.</summary>
    public static IEnumerable<SecretKind> All => [.. Cloud, .. Code, .. Payment, .. Ai, .. Message, .. Data];
}
