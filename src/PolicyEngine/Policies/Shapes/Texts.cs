using System.Net;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>The texts that sections share.</summary>
internal static class Texts
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    /// <summary>Name of a limit, budget, review, role or unit: part of counter keys and finding codes.</summary>
    public static TextShape Name { get; } = new("a name of a-z, 0-9 and _ that begins with a letter", 63, IsName, "^[a-z][a-z0-9_]{0,62}$");

    public static TextShape ToolName { get; } = new("a tool's name of letters, digits, '_', '-' and '.'", 64, IsToolName, "^[A-Za-z0-9_.-]{1,64}$");

    public static TextShape Tenant { get; } = new("a tenant id of a-z, 0-9 and '-' that begins with a letter or digit", 63, IsTenant, "^[a-z0-9][a-z0-9-]{0,62}$");

    public static TextShape Short { get; } = new("a text of at most 200 characters", 200);

    public static TextShape Long { get; } = new("a text of at most 2,000 characters", 2000);

    public static TextShape Host { get; } = new("a host name in lower case, as help.example.com", 253, IsHost, "^[a-z0-9-]+(\\.[a-z0-9-]+)*$");

    public static TextShape Pointer { get; } = new("a JSON pointer, as /order/id", 256, IsPointer, "^(/([^~/]|~[01])*)+$");

    /// <summary>A role whose holders decide. Those of the identity that may not call ResolveApproval would wait for nobody.</summary>
    public static TextShape DecidingRole { get; } = new("approver or admin", 63, text => text is "approver" or "admin", "^(approver|admin)$");

    public static TextShape Notify { get; } = new("webhook: with an https URL, or role: with a role's name", 500, IsNotify, "^(webhook:https://.+|webhook:http://(localhost|127\\.0\\.0\\.1|\\[::1\\]).*|role:[a-z][a-z0-9_]{0,62})$");

    public static bool IsTenant(string text) =>
        text.Length is > 0 and <= 63 && text[0] != '-' && !text.AsSpan().ContainsAnyExcept(Lower + Digits + "-");

    public static bool IsPointer(string text)
    {
        if (!text.StartsWith('/'))
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '~' && (i + 1 == text.Length || text[i + 1] is not ('0' or '1')))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsName(string text) =>
        text.Length > 0 && char.IsAsciiLetterLower(text[0]) && !text.AsSpan().ContainsAnyExcept(Lower + Digits + "_");

    private static bool IsToolName(string text) => text.Length > 0 && text.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '_' or '-' or '.');

    private static bool IsHost(string text) =>
        text.Split('.').All(label => label.Length is > 0 and <= 63 && !label.AsSpan().ContainsAnyExcept(Lower + Digits + "-"));

    private static bool IsNotify(string text)
    {
        if (text.StartsWith("role:", StringComparison.Ordinal))
        {
            return IsName(text["role:".Length..]);
        }

        return text.StartsWith("webhook:", StringComparison.Ordinal)
            && Uri.TryCreate(text["webhook:".Length..], UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsLoopback(address.Host)));
    }

    private static bool IsLoopback(string host) => host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
