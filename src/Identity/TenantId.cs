using System.Buffers;

namespace AiDesk.Identity;

/// <summary>
/// The one form of a tenant's id: <c>[a-z0-9][a-z0-9-]{0,62}</c>. It is part of folder names, Redis hash tags and SQL settings, so nothing else is let in.
/// </summary>
internal static class TenantId
{
    public const int LengthLimit = 63;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static bool IsValid(ReadOnlySpan<char> text) => text.Length is >= 1 and <= LengthLimit && text[0] != '-' && !text.ContainsAnyExcept(Allowed);
}
