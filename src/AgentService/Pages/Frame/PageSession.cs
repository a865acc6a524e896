using System.Security.Cryptography;
using System.Text;
using AiDesk.Identity;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>
/// Who is signed in: the CRM's own token, in a cookie that scripts cannot read and that other sites' forms do not send. It ends when the token does. Forms
/// carry a second token that only this session's pages have.
/// </summary>
internal sealed class PageSession(KeyRing ring, SiteOrigin origin, TimeProvider clock)
{
    public const string Cookie = "aidesk_session";

    /// <summary>Browsers keep cookies of up to 4,096 bytes, with name and attributes.</summary>
    public const int TokenLimit = 3_800;

    private const int FormTokenLimit = 256;

    private readonly TokenSeal _seal = new(ring.For("desk-form"), FormTokenLimit);

    /// <summary>Null when nobody is signed in.</summary>
    public static string? TokenOf(HttpContext http) => http.Request.Cookies[Cookie] is { Length: > 0 } token ? token : null;

    public void Begin(HttpContext http, string token, DateTimeOffset expires) => http.Response.Cookies.Append(Cookie, token, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = origin.IsSecure(http),
        Path = "/",
        IsEssential = true,
        MaxAge = expires - clock.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero,
    });

    public static void End(HttpContext http) => http.Response.Cookies.Delete(Cookie, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });

    public string FormToken(string token) => _seal.Sign(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Whether a page of this session made the form.</summary>
    public bool IsFormToken(string given, string token)
    {
        Span<byte> bytes = stackalloc byte[FormTokenLimit];
        return _seal.TryOpen(given, bytes, out var payload) && payload.SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }
}
