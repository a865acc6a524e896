using System.Globalization;
using System.Text.Encodings.Web;
using AiDesk.Agent.Pages.Assets;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>The way of a request for a page: who is it, may they, is the form ours, what answers, and what is said when it cannot.</summary>
internal static class PageSite
{
    /// <summary>Longest form, in bytes: two texts of 16,384 characters, of which a browser may write each byte as three.</summary>
    public const int FormLimit = 512 * 1024;

    private const int FieldLimit = 64;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var route in PageTable.All)
        {
            endpoints.MapMethods(route.Path, [route.Verb], http => AnswerAsync(http, route));
        }

        AssetBundle.Map(endpoints);
        PageEvents.Map(endpoints);
        endpoints.MapFallback(NowhereAsync);
    }

    /// <summary>A page for people; for programs, whose calls stand at /api and on gRPC, the status alone.</summary>
    private static Task NowhereAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) ? AnswerAsync(http, PageTable.Nowhere) : Task.CompletedTask;
    }

    private static async Task AnswerAsync(HttpContext http, PageRoute route)
    {
        PageHeaders.Set(http.Response);
        var frame = FrameOf(http, null, null);
        PageAnswer answer;
        try
        {
            var (caller, token) = await CallerAsync(http, route.Roles).ConfigureAwait(false);
            var profile = token is null ? null : await http.RequestServices.GetRequiredService<DeskProfiles>().OfAsync(caller.Tenant, http.RequestAborted).ConfigureAwait(false);
            frame = FrameOf(http, token is null ? null : caller, profile, token);
            var form = HttpMethods.IsPost(http.Request.Method) ? await FormAsync(http, route, token).ConfigureAwait(false) : null;
            answer = await route.AnswerAsync(new PageRequest(http, caller, frame, form)).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            answer = PageFaults.Answer(http, frame, KnownOf(http, fault));
        }

        if (answer is PageRedirect redirect)
        {
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = WithNotice(redirect);
            return;
        }

        if (answer is PageEmpty empty)
        {
            http.Response.StatusCode = empty.Status;
            return;
        }

        var renderer = http.RequestServices.GetRequiredService<PageRenderer>();
        try
        {
            await renderer.WriteAsync(http, frame, (PageView)answer).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !http.Response.HasStarted)
        {
            // A page that cannot be drawn is said to be ours to mend, and not an empty answer.
            await renderer.WriteAsync(http, frame, (PageView)PageFaults.Answer(http, frame, KnownOf(http, fault))).ConfigureAwait(false);
        }
    }

    /// <summary>Who is signed in, with the token; a caller who is nobody where everybody may come and nobody is.</summary>
    private static async Task<(DeskCaller Caller, string? Token)> CallerAsync(HttpContext http, PrincipalRoles roles)
    {
        var nobody = new DeskCaller("", "", "", PrincipalRoles.None, "", "");
        if (PageSession.TokenOf(http) is not { } token)
        {
            return roles == PrincipalRoles.None ? (nobody, null) : throw new DeskException(ErrorReason.TokenMissing, "nobody is signed in");
        }

        try
        {
            var identity = http.RequestServices.GetRequiredService<DeskIdentity>();
            return (await identity.IdentifyAsync(http, token.AsMemory(), roles == PrincipalRoles.None ? PageRoute.Everybody : roles, http.RequestAborted).ConfigureAwait(false), token);
        }
        catch (DeskException fault) when (roles == PrincipalRoles.None && fault.Reason is ErrorReason.TokenInvalid or ErrorReason.RoleRequired)
        {
            return (nobody, null);
        }
    }

    private static async Task<IFormCollection> FormAsync(HttpContext http, PageRoute route, string? token)
    {
        var origin = http.RequestServices.GetRequiredService<SiteOrigin>();
        if (!(route.IsFromAnotherSite ? origin.MaySignIn(http) : origin.IsOwn(http)))
        {
            throw new DeskException(ErrorReason.RoleRequired, "the form comes from another site") { Metadata = PageFaults.ForeignForm };
        }

        if (!http.Request.HasFormContentType)
        {
            throw DeskException.Invalid("Content-Type", "is not that of a form");
        }

        if (http.Request.ContentLength is > FormLimit)
        {
            throw DeskException.Invalid("form", string.Create(CultureInfo.InvariantCulture, $"is longer than {FormLimit / 1024} KiB"));
        }

        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(new() { ValueCountLimit = FieldLimit, KeyLengthLimit = 256, ValueLengthLimit = FormLimit, BufferBodyLengthLimit = FormLimit, MultipartBodyLengthLimit = FormLimit }, http.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            throw DeskException.Invalid("form", string.Create(CultureInfo.InvariantCulture, $"cannot be read, or is longer than {FormLimit / 1024} KiB or {FieldLimit} fields"));
        }

        if (token is not null && !route.IsFromAnotherSite && !http.RequestServices.GetRequiredService<PageSession>().IsFormToken(form["csrf"].ToString(), token))
        {
            throw new DeskException(ErrorReason.RoleRequired, "the form is not of this session") { Metadata = PageFaults.ForeignForm };
        }

        return form;
    }

    private static PageFrame FrameOf(HttpContext http, DeskCaller? caller, DeskProfile? profile, string? token = null)
    {
        var language = PagePreferences.Language(http.Request);
        return new PageFrame
        {
            Language = language,
            Culture = PagePreferences.Culture(http.Request, language),
            Zone = profile?.Zone ?? TimeZoneInfo.Utc,
            Now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
            Theme = PagePreferences.Theme(http.Request),
            Path = http.Request.Path + http.Request.QueryString,
            FormToken = token is null ? "" : http.RequestServices.GetRequiredService<PageSession>().FormToken(token),
            PersonId = caller?.PersonId ?? "",
            PersonName = caller?.Name ?? "",
            Business = profile?.Business ?? "",
            IsStaff = caller?.IsStaff ?? false,
            MayDecide = caller?.MayDecide ?? false,
            IsAdmin = caller is not null && (caller.Roles & PrincipalRoles.Admin) != 0,
            Notice = http.Request.Query["notice"].ToString() is { Length: > 0 } notice && PageTexts.Has("notice." + notice) ? "notice." + notice : "",
        };
    }

    private static DeskException KnownOf(HttpContext http, Exception fault)
    {
        if (DeskErrors.Of(fault) is { } known)
        {
            return known;
        }

        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("AiDesk.Agent.Pages")
            .CallFailed(http.Request.Path, fault.GetType().Name + ": " + fault.StackTrace?.Split('\n', 2)[0].Trim());
        return new DeskException(ErrorReason.Internal, "the service failed inside");
    }

    private static string WithNotice(PageRedirect redirect) =>
        redirect.Notice.Length == 0 ? redirect.Path : redirect.Path + (redirect.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "notice=" + UrlEncoder.Default.Encode(redirect.Notice);
}
