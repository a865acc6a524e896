using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SameSiteMode = Microsoft.AspNetCore.Http.SameSiteMode;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>Language and theme as the person chose them, else as the browser says.</summary>
internal static class PagePreferences
{
    public const string LanguageCookie = "aidesk_language";
    public const string ThemeCookie = "aidesk_theme";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static IReadOnlyList<string> Themes { get; } = ["auto", "light", "dark"];

    public static string Language(HttpRequest request) =>
        request.Cookies[LanguageCookie] is { } chosen && IsLanguage(chosen) ? chosen
        : Accepted(request).Select(Base).FirstOrDefault(IsLanguage) ?? PageTexts.Languages[0];

    /// <summary>How dates and numbers are written: as the browser's own region does, where it has one for the language.</summary>
    public static CultureInfo Culture(HttpRequest request, string language)
    {
        var name = Accepted(request).FirstOrDefault(tag => tag.Length > 2 && Base(tag) == language) ?? Region(language);
        try
        {
            return CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.GetCultureInfo(Region(language));
        }
    }

    public static string Theme(HttpRequest request) => request.Cookies[ThemeCookie] is { } chosen && IsTheme(chosen) ? chosen : Themes[0];

    /// <summary>Keeps what was chosen; what is no language or theme changes nothing.</summary>
    public static void Keep(HttpContext http, string language, string theme)
    {
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = Kept, IsEssential = true };
        if (IsLanguage(language))
        {
            http.Response.Cookies.Append(LanguageCookie, language, options);
        }

        if (IsTheme(theme))
        {
            http.Response.Cookies.Append(ThemeCookie, theme, options);
        }
    }

    private static bool IsLanguage(string name) => PageTexts.Languages.Contains(name, StringComparer.Ordinal);

    private static bool IsTheme(string name) => Themes.Contains(name, StringComparer.Ordinal);

    private static IEnumerable<string> Accepted(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var accepted)
            ? accepted.Where(value => value.Quality is null or > 0).OrderByDescending(value => value.Quality ?? 1).Select(value => value.Value.ToString())
            : [];

    private static string Base(string tag) => tag.Split('-', 2)[0].ToLowerInvariant();

    private static string Region(string language) => language switch
    {
        "es" => "es-ES", "pt" => "pt-PT", "fr" => "fr-FR", "de" => "de-DE", "it" => "it-IT", "nl" => "nl-NL", _ => "en-GB",
    };
}
